import type { Place } from './binding.ts';

/** In the order of the help and docs/keys.md. */
export const places: readonly { readonly place: Place; readonly title: string }[] = [
  { place: 'any', title: 'Everywhere' },
  { place: 'pods', title: 'Pods' },
  { place: 'jobs', title: 'Jobs' },
  { place: 'logs', title: 'Logs' },
];

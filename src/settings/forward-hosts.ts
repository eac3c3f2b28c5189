import type { Settings } from './settings.ts';

/** The names of `forward-hosts`, each. */
export function forwardHosts(settings: Pick<Settings, 'forward-hosts'>): readonly string[] {
  return settings['forward-hosts']?.split(',').map((name) => name.trim()) ?? [];
}

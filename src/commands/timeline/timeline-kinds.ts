import type { JournalEntry } from '../../session/journal/entry.ts';

/** The kinds of entries that users can filter by. */
const kinds = {
  job: ({ kind }) => kind === 'job',
  failure: ({ kind }) => kind === 'failure' || kind === 'restarts',
  checkpoint: (entry) => entry.kind === 'checkpoints' || (entry.kind === 'checkpoint' && !entry.isSavepoint),
  savepoint: (entry) => entry.kind === 'checkpoint' && entry.isSavepoint === true,
  parallelism: ({ kind }) => kind === 'parallelism',
  pod: ({ kind }) => kind === 'pod' || kind === 'container-restart',
  leader: ({ kind }) => kind === 'leader',
  warning: ({ kind }) => kind === 'warning',
  level: ({ kind }) => kind === 'level',
  errors: ({ kind }) => kind === 'errors',
  deployment: ({ kind }) => kind === 'deployment',
  forward: ({ kind }) => kind === 'forward',
  link: ({ kind }) => kind === 'link',
  act: ({ kind }) => kind === 'act',
} as const satisfies { readonly [kind: string]: (entry: JournalEntry) => boolean };

export type TimelineKind = keyof typeof kinds;

export const timelineKinds = Object.keys(kinds) as readonly TimelineKind[];

export function isOfKind(entry: JournalEntry, wanted: readonly TimelineKind[]): boolean {
  return wanted.length === 0 || wanted.some((kind) => kinds[kind](entry));
}

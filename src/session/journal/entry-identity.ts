import type { EntryKind, JournalEntry } from './entry.ts';

/** Two flink-tui processes see the same change at most this far apart: the longest usual poll interval, twice. */
export const seenWithinMs = 20_000;

type EntryOf<Kind extends EntryKind> = Extract<JournalEntry, { readonly kind: Kind }>;

/** The fields that distinguish a change from others of its kind at the same time. */
const identities: { readonly [Kind in EntryKind]: (entry: EntryOf<Kind>) => readonly unknown[] } = {
  job: ({ job, state }) => [job, state],
  failure: ({ job, task }) => [job, task],
  restarts: ({ job, from, at, flinkAt = at }) => [job, from + flinkAt - at],
  checkpoint: ({ job, id, outcome }) => [job, id, outcome],
  checkpoints: ({ job, from, to }) => [job, from, to],
  parallelism: ({ job, vertices }) => [job, ...vertices.flatMap(({ id, to }) => [id, to])],
  'last-seen': ({ job, state }) => [job, state],
  pod: ({ uid, phase }) => [uid, phase],
  'container-restart': ({ uid, restarts }) => [uid, restarts],
  leader: ({ pod }) => [pod],
  slots: ({ used, total }) => [used, total],
  warning: ({ uid, count }) => [uid, count],
  level: ({ logger, level }) => [logger, level],
  errors: ({ uid }) => [uid],
  deployment: ({ changes }) => changes.flatMap(({ what, to }) => [what, to]),
  forward: ({ url, isOpen }) => [url, isOpen],
  link: ({ server, isUp }) => [server, isUp],
  act: ({ id, outcome }) => [id, outcome],
  sleep: ({ until }) => [until],
  memory: ({ uid, isEnd }) => [uid, isEnd],
};

/**
 * Returns a text that is equal for the same change, whoever recorded it. For entries with `isSeen`, the text is without
 * the time, and two such entries are the same change if they are from different processes and at most `seenWithinMs` apart.
 */
export function identityOf(entry: JournalEntry): string {
  const identify = identities[entry.kind] as (entry: JournalEntry) => readonly unknown[];
  // Processes that read the failures at different times find different ends of the same gap.
  const isWithoutTime = entry.isSeen === true || entry.kind === 'restarts';
  const time = isWithoutTime ? '' : (entry.flinkAt ?? entry.at);
  return `${entry.kind}|${time}|${identify(entry).join('|')}`;
}

import { isChange, type JournalEntry } from '../../session/journal/entry.ts';
import { nearest } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { isOfKind, type TimelineKind } from './timeline-kinds.ts';

export type TimelineFilter = {
  /** Epoch ms; undefined is no limit. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** Job id, id prefix or exact name. */
  readonly job: string | undefined;
  /** Exact name of a pod. */
  readonly pod: string | undefined;
  /** Empty: all kinds. */
  readonly kinds: readonly TimelineKind[];
};

/** Shorter id prefixes are likely typos. */
const shortestPrefix = 4;

/** Returns the matching entries. Throws a CommandError if no entry of any time belongs to the job or the pod. */
export function filterEntries(entries: readonly JournalEntry[], filter: TimelineFilter): readonly JournalEntry[] {
  const { since = 0, until = Number.POSITIVE_INFINITY, job, pod, kinds } = filter;
  let matching = entries;
  if (job !== undefined) {
    matching = entries.filter((entry) => 'job' in entry && isJob(entry, job));
    if (matching.length === 0)
      throw notFound('job', job, new Set(entries.flatMap((e) => ('job' in e ? [e.jobName] : []))));
  }
  if (pod !== undefined) {
    matching = matching.filter((entry) => podsOf(entry).includes(pod));
    if (matching.length === 0) throw notFound('pod', pod, new Set(entries.flatMap(podsOf)));
  }
  return matching.filter(
    (entry) => isChange(entry) && entry.at >= since && entry.at <= until && isOfKind(entry, kinds),
  );
}

function isJob({ job, jobName }: { readonly job: string; readonly jobName: string }, selector: string): boolean {
  const prefix = selector.toLowerCase();
  return jobName === selector || (prefix.length >= shortestPrefix && job.startsWith(prefix));
}

/** Returns the pods that an entry is about. */
export function podsOf(entry: JournalEntry): readonly string[] {
  switch (entry.kind) {
    case 'pod':
    case 'container-restart':
    case 'errors':
      return [entry.pod];
    case 'leader':
      return entry.pod === undefined ? [] : [entry.pod];
    case 'failure':
      return [entry, ...(entry.concurrent ?? [])].map(({ pod }) => pod).filter((pod) => pod !== undefined);
    case 'warning':
      return entry.object.startsWith('Pod/') ? [entry.object.slice('Pod/'.length)] : [];
    default:
      return [];
  }
}

function notFound(what: 'job' | 'pod', name: string, known: ReadonlySet<string>): CommandError {
  const near = nearest(name, [...known]);
  return new CommandError(
    exitCodes.notFound,
    `no ${what} ${printable(name)} in the timeline`,
    near.length > 0 ? [`Did you mean ${near.map(printable).join(' or ')}?`] : [],
  );
}

import { type Severity, severityOf } from '../describe-entry.ts';
import type { JournalEntry } from '../entry.ts';

/** Problems that belong together: restarts of one job, lost pods, or failed checkpoints of one job. */
export type Burst = {
  readonly kind: 'restarts' | 'lost pods' | 'failed checkpoints';
  /** At least two, oldest first; or one failure that ended its job. */
  readonly entries: readonly [JournalEntry, ...JournalEntry[]];
  /**
   * What changed in the ten minutes before the first entry, newest first. It is not necessarily the cause. Empty if the
   * first entry is a count, because the time of its first restart is unknown.
   */
  readonly before: readonly JournalEntry[];
};

const minuteMs = 60_000;
const beforeMs = 10 * minuteMs;
const maxBefore = 5;
/** A longer pause between two entries ends a burst. */
const quietMs: { readonly [Kind in Burst['kind']]: number } = {
  restarts: 10 * minuteMs,
  'lost pods': 2 * minuteMs,
  'failed checkpoints': 10 * minuteMs,
};

type OpenBurst = { readonly kind: Burst['kind']; readonly entries: [JournalEntry, ...JournalEntry[]]; from: number };

/**
 * Returns the bursts, oldest first.
 * @param entries oldest first
 */
export function findBursts(entries: readonly JournalEntry[]): readonly Burst[] {
  const open = new Map<string, OpenBurst>();
  const all: OpenBurst[] = [];
  entries.forEach((entry, index) => {
    const member = memberOf(entry);
    if (member === undefined) return;
    const { kind, key } = member;
    const known = open.get(key);
    const last = known?.entries.at(-1);
    if (known !== undefined && last !== undefined && entry.at - last.at < quietMs[kind]) known.entries.push(entry);
    else {
      const burst: OpenBurst = { kind, entries: [entry], from: index };
      open.set(key, burst);
      all.push(burst);
    }
  });
  return all.flatMap(({ kind, entries: members, from }) =>
    isBurst(members) ? [burstOf(kind, members, entries, from)] : [],
  );
}

/**
 * Returns the burst of one entry, as `findBursts` does for all of them.
 * @param entries oldest first
 */
export function findBurst(entries: readonly JournalEntry[], entry: JournalEntry): Burst | undefined {
  const index = entries.lastIndexOf(entry);
  const member = memberOf(entry);
  if (index === -1 || member === undefined) return undefined;
  const older = neighbours(entries, index, -1, member);
  const newer = neighbours(entries, index, 1, member);
  const [first = entry, ...others] = [...older.toReversed(), entry, ...newer];
  const members: Burst['entries'] = [first, ...others];
  const from = entries.lastIndexOf(first, index);
  return isBurst(members) ? burstOf(member.kind, members, entries, from) : undefined;
}

/** Returns the members of a burst on one side of an entry, the nearest first. */
function neighbours(
  entries: readonly JournalEntry[],
  index: number,
  step: 1 | -1,
  { kind, key }: Member,
): readonly JournalEntry[] {
  const found: JournalEntry[] = [];
  let last = entries[index]?.at ?? 0;
  for (let next = index + step; ; next += step) {
    const entry = entries[next];
    if (entry === undefined || Math.abs(entry.at - last) >= quietMs[kind]) return found;
    if (memberOf(entry)?.key !== key) continue;
    found.push(entry);
    last = entry.at;
  }
}

function isBurst([first, ...others]: Burst['entries']): boolean {
  return others.length > 0 || (first.kind === 'failure' && first.isFinal === true);
}

function burstOf(
  kind: Burst['kind'],
  members: Burst['entries'],
  entries: readonly JournalEntry[],
  from: number,
): Burst {
  return { kind, entries: members, before: changesBefore(entries, from, members) };
}

type Member = { readonly kind: Burst['kind']; readonly key: string };

function memberOf(entry: JournalEntry): Member | undefined {
  switch (entry.kind) {
    case 'failure':
    case 'restarts':
      return { kind: 'restarts', key: `restarts ${entry.job}` };
    case 'pod':
      return isLost(entry) ? { kind: 'lost pods', key: 'lost pods' } : undefined;
    case 'checkpoint':
      return isProblem(entry) ? { kind: 'failed checkpoints', key: `failed checkpoints ${entry.job}` } : undefined;
    default:
      return undefined;
  }
}

function changesBefore(
  entries: readonly JournalEntry[],
  from: number,
  [first, ...others]: Burst['entries'],
): readonly JournalEntry[] {
  if (first.kind === 'restarts') return [];
  const own = new Set([first, ...others]);
  const changes: JournalEntry[] = [];
  for (let index = from - 1; index >= 0 && changes.length < maxBefore; index -= 1) {
    const entry = entries[index];
    if (entry === undefined || first.at - entry.at > beforeMs) break;
    if (!own.has(entry) && canMatter(entry, first)) changes.push(entry);
  }
  return changes;
}

/** Whether the entry may explain a problem that comes after it. */
function canMatter(entry: JournalEntry, first: JournalEntry): boolean {
  if (entry.isFirst === true) return false;
  switch (entry.kind) {
    case 'level':
    case 'parallelism':
    case 'deployment':
    case 'warning':
    case 'leader':
    case 'container-restart':
    case 'act':
    case 'errors':
      return true;
    case 'pod':
      return isLost(entry) || notable.has(severityOf(entry));
    case 'job':
      return entry.state === 'INITIALIZING' && !('job' in first && first.job === entry.job);
    case 'failure':
    case 'restarts':
      return !('job' in first && first.job === entry.job);
    default:
      return false;
  }
}

const notable: ReadonlySet<Severity> = new Set(['problem', 'warning']);

const isProblem = (entry: JournalEntry): boolean => severityOf(entry) === 'problem';

function isLost(entry: JournalEntry): boolean {
  return (
    entry.kind === 'pod' && (entry.phase === 'deleted' || entry.phase === 'OOM-killed' || entry.phase === 'failed')
  );
}

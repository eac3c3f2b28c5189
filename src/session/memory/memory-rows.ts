import { largest, smallest } from '../../text/largest.ts';
import type { JournalEntry, MemoryEntry } from '../journal/entry.ts';
import { isPodEnd } from '../journal/journal-state.ts';
import type { PodRow, SessionSnapshot } from '../snapshot.ts';
import { jobsOfPods } from './jobs-of-pods.ts';
import { memoryOfEntry } from './journal-memory.ts';
import type { PodMemory } from './pod-memory.ts';
import { heapTrend, type MemoryRisk, memoryRisks, usageTrend } from './risks.ts';
import { pointsOf, type Series } from './series.ts';
import { timeLeft } from './trend.ts';

/** The memory of a pod, and what it means. */
export type MemoryRow = {
  readonly uid: string;
  readonly name: string;
  readonly role: PodRow['role'];
  /** undefined until a number is known. */
  readonly memory: PodMemory | undefined;
  /** The most urgent one first. */
  readonly risks: readonly MemoryRisk[];
  /** Time until the container or the heap is full at the present growth, ms; undefined if neither grows. */
  readonly timeLeftMs: number | undefined;
  /** Largest share of a limit that is used, from 0 to 1. */
  readonly share: number;
  /** Names of the jobs that run there, as far as it is known. */
  readonly jobs: readonly string[];
  /** How the pod ended, and when, epoch ms; undefined while it runs. */
  readonly end: { readonly how: string; readonly at: number } | undefined;
};

type Source = Pick<SessionSnapshot, 'memory' | 'pods' | 'jobs' | 'readings' | 'loads'>;

const maxEnded = 50;

/**
 * Returns the processes of a cluster: those nearest to a limit first, ended ones last.
 * @param entries the journal, which knows pods that ended before this process watched
 */
export function memoryRows(snapshot: Source, entries: readonly JournalEntry[] = []): readonly MemoryRow[] {
  const { pods = [], memory } = snapshot;
  const jobs = jobsOfPods(snapshot);
  const rows = pods.flatMap((pod) => {
    const known = memory.pods.get(pod.uid);
    const isRunning = pod.goneAt === undefined && pod.status !== 'pending';
    return known === undefined && !isRunning
      ? []
      : [
          rowOf(
            pod,
            known,
            jobs.get(pod.name)?.map(({ name }) => name),
          ),
        ];
  });
  const listed = new Set(rows.map(({ uid }) => uid));
  const remembered = endedRows(entries).filter(({ uid }) => !listed.has(uid));
  return [...rows, ...remembered].sort(byUrgency).filter(createEndLimit());
}

function rowOf(pod: PodRow, memory: PodMemory | undefined, jobs: readonly string[] = []): MemoryRow {
  const { uid, name, role, status, goneAt, lastEnd } = pod;
  const endedAt = goneAt ?? memory?.endedAt;
  const end = endedAt === undefined ? undefined : { how: status, at: lastEnd?.at ?? endedAt };
  return { ...assess(memory), uid, name, role, memory, jobs, end };
}

/** Pods that ended before they could be watched: of the journal. */
function endedRows(entries: readonly JournalEntry[]): readonly MemoryRow[] {
  const newest = new Map<string, MemoryEntry>();
  const ends = new Map<string, string>();
  for (const entry of entries) {
    if (entry.kind === 'memory' && entry.isEnd === true) newest.set(entry.uid, entry);
    if (entry.kind === 'pod' && isPodEnd(entry.phase)) ends.set(entry.uid, entry.phase);
  }
  return [...newest.values()].map((entry) => {
    const memory = memoryOfEntry(entry);
    const { uid, name, role } = memory;
    const end = { how: ends.get(uid) ?? 'ended', at: entry.at };
    return { ...assess(memory), uid, name, role, memory, jobs: [], end };
  });
}

type Assessment = Pick<MemoryRow, 'risks' | 'timeLeftMs' | 'share'>;

/** The memory of a pod is a new object with each sample. Most pods of a large cluster have no new one. */
const assessed = new WeakMap<PodMemory, Assessment>();

function assess(memory: PodMemory | undefined): Assessment {
  if (memory === undefined) return { risks: [], timeLeftMs: undefined, share: 0 };
  const known = assessed.get(memory) ?? assessNew(memory);
  assessed.set(memory, known);
  return known;
}

function assessNew(memory: PodMemory): Assessment {
  const { usage, limit, jvm } = memory;
  const low = pointsOf(memory.heapLows, 0).at(-1)?.value;
  const shares = [shareOf(usage, limit), shareOf(low, jvm?.heapMax), shareOf(jvm?.metaspaceUsed, jvm?.metaspaceMax)];
  const times = [
    hasGrown(memory.usages, limit) ? timeOf(usage, limit, usageTrend(memory)) : undefined,
    hasGrown(memory.heapLows, jvm?.heapMax) ? timeOf(low, jvm?.heapMax, heapTrend(memory)) : undefined,
  ];
  const known = memory.endedAt === undefined ? times.filter((time) => time !== undefined) : [];
  return {
    risks: memoryRisks(memory),
    timeLeftMs: known.length === 0 ? undefined : smallest(known),
    share: largest(shares, Number.NEGATIVE_INFINITY),
  };
}

/** Growth below this share of the limit within the kept history is not worth a slope. */
const minGrowthShare = 0.01;

/** Cheaper than a slope. */
const hasGrown = ({ columns, data }: Series, limit = Number.POSITIVE_INFINITY): boolean =>
  (data.at(-columns) ?? 0) - (data[1] ?? 0) > limit * minGrowthShare;

const shareOf = (used: number | undefined, max: number | undefined): number =>
  used === undefined || max === undefined || max === 0 ? 0 : used / max;

function timeOf(used: number | undefined, max: number | undefined, trend: ReturnType<typeof usageTrend>) {
  return used === undefined || max === undefined ? undefined : timeLeft(used, max, trend);
}

const rank = ({ risks }: MemoryRow): number => {
  if (risks.some(({ severity }) => severity === 'critical')) return 0;
  return risks.length > 0 ? 1 : 2;
};

function byUrgency(a: MemoryRow, b: MemoryRow): number {
  if (a.end !== undefined || b.end !== undefined) return compare(b.end?.at ?? Infinity, a.end?.at ?? Infinity);
  const time = rank(a) === 2 ? 0 : compare(a.timeLeftMs ?? Infinity, b.timeLeftMs ?? Infinity);
  return rank(a) - rank(b) || time || b.share - a.share;
}

const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

/** Returns a filter that leaves out the oldest ended pods. */
function createEndLimit(): (row: MemoryRow) => boolean {
  let ended = 0;
  return ({ end }) => {
    if (end !== undefined) ended += 1;
    return ended <= maxEnded;
  };
}

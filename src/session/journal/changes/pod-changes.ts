import { lastUsageText } from '../../memory/last-usage.ts';
import type { ClusterMemory } from '../../memory/pod-memory.ts';
import { explainEnd } from '../../pods/exit-code.ts';
import type { PodRow, PodStatus } from '../../snapshot.ts';
import type { ContainerRestartEntry, PodEntry, PodPhase } from '../entry.ts';
import { isPodEnd, type JournalState } from '../journal-state.ts';
import { type JournalClock, seenNow } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** The reason for a deletion may be logged this long after the deletion. */
const settleMs = 12_000;
/** Flink's first responses take at most this long, unless it does not respond. */
const foundWithinMs = 15_000;

/** Finds new pods, their phases and their ends, and restarts of containers. */
export const podChanges: FindChanges = (known, snapshot, clock) => {
  if (snapshot.pods === undefined) return [];
  const listed = new Set(snapshot.pods.map(({ uid }) => uid));
  return [
    ...snapshot.pods.flatMap((row) => [
      ...restart(row, known, clock),
      ...phases({ ...row, reason: reasonOf(row, snapshot.memory) }, known, clock),
    ]),
    ...unwatchedEnds(known, listed, clock),
  ];
};

/** An end for memory says how much was used: `…: 998 of 1000 MiB used, growing by 60 MiB/min`. */
function reasonOf({ uid, status, reason }: PodRow, { pods }: ClusterMemory): string {
  const memory = status === 'OOM-killed' ? pods.get(uid) : undefined;
  const text = memory && lastUsageText(memory);
  return text === undefined ? reason : `${reason}: ${text}`;
}

function phases(row: PodRow, known: JournalState, clock: JournalClock): readonly PodEntry[] {
  const { uid, name: pod, role, createdAt, node, reason } = row;
  if (row.containers.length === 0) return []; // A TaskManager without a pod.
  const before = known.pods.get(uid)?.phase;
  if (before !== undefined && isPodEnd(before)) return [];
  const ofPod = { kind: 'pod', pod, uid, role, ...(node !== undefined && { node }) } as const;
  const created: PodEntry[] = before === undefined ? [{ ...ofPod, at: createdAt, phase: 'created' }] : [];
  const phase = phaseOf(row, before, clock);
  if (phase === undefined || phase === before || phase === 'created') return created;
  const isFirst = (before ?? 'created') === 'created' && wasFound(row, phase, clock);
  return [...created, { ...ofPod, ...timeOf(row, phase, clock), phase, reason, ...(isFirst && { isFirst }) }];
}

/** Whether the phase was found when watching began, once Flink had responded. */
function wasFound({ createdAt }: PodRow, phase: PodPhase, { now, watchingSince }: JournalClock): boolean {
  return healthyPhases.has(phase) && createdAt < watchingSince && now - watchingSince < foundWithinMs;
}

const healthyPhases: ReadonlySet<PodPhase> = new Set(['running', 'registered', 'idle']);

/** Phases of the statuses that mean the same for every pod. Other statuses are transitions. */
const phasesByStatus: { readonly [Status in PodStatus]?: PodPhase } = {
  leader: 'running',
  standby: 'running',
  registered: 'registered',
  idle: 'idle',
  'never registered': 'never registered',
  released: 'released',
  'OOM-killed': 'OOM-killed',
  failed: 'failed',
  deleted: 'deleted',
};

function phaseOf(row: PodRow, before: PodPhase | undefined, clock: JournalClock): PodPhase | undefined {
  const { status, health, role, goneAt } = row;
  if (status === 'pending') return health === 'busy' ? undefined : 'not starting';
  if (status === 'starting') return before === 'registered' || before === 'idle' ? 'unregistered' : undefined;
  const phase = phasesByStatus[status];
  if (phase === undefined || !isPodEnd(phase)) return phase;
  // The kubelet restarts the container of a JobManager.
  if (goneAt === undefined && role === 'jobmanager') return undefined;
  const isSettled = goneAt === undefined || clock.now - (goneAt + clock.serverAheadMs) > settleMs;
  return status === 'deleted' && health === 'gone' && !isSettled ? undefined : phase;
}

function timeOf({ goneAt, lastEnd }: PodRow, phase: PodPhase, clock: JournalClock) {
  if (!isPodEnd(phase)) return seenNow(clock);
  const isExit = phase === 'OOM-killed' || phase === 'failed';
  if (isExit && lastEnd?.at !== undefined) return { at: lastEnd.at };
  return seenNow({ now: goneAt === undefined ? clock.now : goneAt + clock.serverAheadMs });
}

function restart(row: PodRow, known: JournalState, clock: JournalClock): readonly ContainerRestartEntry[] {
  const { uid, name: pod, role, restarts, lastEnd } = row;
  if (restarts === 0 || restarts <= (known.pods.get(uid)?.restarts ?? 0)) return [];
  const time = lastEnd?.at === undefined ? seenNow(clock) : { at: lastEnd.at };
  const reason = lastEnd && explainEnd(lastEnd);
  return [{ kind: 'container-restart', ...time, pod, uid, role, restarts, ...(reason !== undefined && { reason }) }];
}

/** Pods that ended while nobody watched, or too many at once to be listed. */
function unwatchedEnds(known: JournalState, listed: ReadonlySet<string>, clock: JournalClock): readonly PodEntry[] {
  return [...known.pods]
    .filter(([uid, { phase }]) => !listed.has(uid) && !isPodEnd(phase))
    .map(([uid, { name: pod, role }]) => ({
      kind: 'pod',
      ...seenNow(clock),
      pod,
      uid,
      role,
      phase: 'deleted',
      reason: 'pod is gone, reason unknown',
    }));
}

import type { TaskManager } from '../../flink/responses.ts';
import type { Pod } from '../../kubernetes/objects.ts';
import { parseQuantity } from '../memory/parse-quantity.ts';
import type { PodRow, SessionEvent } from '../snapshot.ts';
import { reuseIfEqual } from '../watch/reuse-if-equal.ts';
import { goneRow } from './gone-row.ts';
import { jobManagerRules } from './job-manager-status.ts';
import { type ContainerEnd, type PodFacts, podFacts } from './pod-facts.ts';
import type { ClassificationContext, PodClassification, PodEvidence, ReleaseReason } from './pod-status.ts';
import { releaseReasonOf } from './release-reason.ts';
import { taskManagerRules } from './task-manager-status.ts';

/** Maximum number of deleted pods in the list. The oldest ones are removed first, together with their logs. */
const maxGone = 50;

export type PodSources = ClassificationContext & {
  /** Pods of this cluster from the watch. */
  readonly pods: readonly Pod[];
  /** TaskManagers from the last REST response. */
  readonly taskManagers: readonly TaskManager[] | undefined;
  /** Events of this cluster, newest first. */
  readonly events: readonly SessionEvent[];
  /** Newest release reason of each pod, by pod name. */
  readonly releaseReasons: ReadonlyMap<string, ReleaseReason>;
};

/** Rows, and the history needed for the next join. Unchanged rows and lists stay the same objects. */
export type JoinedPods = {
  readonly rows: readonly PodRow[];
  readonly history: ReadonlyMap<string, PodHistory>;
};
type PodHistory = Pick<PodEvidence, 'lastSlots' | 'runningSince'> & {
  readonly startedAt: number | undefined;
  readonly basis: RowBasis;
};

/** All that the row of a pod with a listed TaskManager depends on: see `taskManagerRules`. */
type RowBasis = {
  readonly facts: PodFacts;
  readonly taskManager: TaskManager | undefined;
  readonly newestEvent: SessionEvent | undefined;
  readonly releaseReason: ReleaseReason | undefined;
  readonly idleTimeout: string;
};

export const noPods: JoinedPods = { rows: [], history: new Map() };

/**
 * Joins pods with TaskManagers and events, and keeps the rows of deleted pods. Pods match TaskManagers by name, because
 * Flink uses the pod name as resource id.
 */
export function joinPods(previous: JoinedPods, sources: PodSources): JoinedPods {
  const taskManagersByName = new Map(sources.taskManagers?.map((taskManager) => [taskManager.id, taskManager]));
  const newestEvents = newestEventByPod(sources.events);
  const previousRows = new Map(previous.rows.map((row) => [row.uid, row]));
  const history = new Map<string, PodHistory>();
  const rows: PodRow[] = [];
  const podNames = new Set<string>();
  let kept = 0;
  const add = (before: PodRow | undefined, now: PodRow) => {
    const row = reuseIfEqual(before, now);
    if (row === before) kept += 1;
    rows.push(row);
  };

  for (const pod of sources.pods) {
    const facts = podFacts(pod);
    if (facts === undefined) continue;
    const basis: RowBasis = {
      facts,
      taskManager: facts.role === 'taskmanager' ? taskManagersByName.get(facts.name) : undefined,
      newestEvent: newestEvents.get(facts.name),
      releaseReason: releaseReasonOf(sources.releaseReasons, facts),
      idleTimeout: sources.idleTimeout,
    };
    const before = { row: previousRows.get(facts.uid), history: previous.history.get(facts.uid) };
    const after = joinPod(before, basis, sources);
    history.set(facts.uid, after.history);
    add(before.row, after.row);
    podNames.add(facts.name);
    previousRows.delete(facts.uid);
  }

  for (const row of previousRows.values()) {
    const podHistory = previous.history.get(row.uid);
    if (podHistory === undefined) continue; // No pod. The next loop adds the row if Flink still lists the TaskManager.
    history.set(row.uid, podHistory);
    const isListed = !podNames.has(row.name) && taskManagersByName.has(row.name);
    add(row, goneRow(row, podHistory.lastSlots, isListed, sources));
    podNames.add(row.name);
  }

  for (const [id, taskManager] of taskManagersByName) {
    if (podNames.has(id)) continue;
    const row = previousRows.get(taskManagerKey(id));
    add(row, rowWithoutPod(taskManager, row?.createdAt ?? sources.now));
  }

  const isSame = kept === rows.length && kept === previous.rows.length;
  return { rows: isSame ? previous.rows : limitGone(rows.sort(compareRows)), history };
}

function joinPod(
  before: { readonly row: PodRow | undefined; readonly history: PodHistory | undefined },
  basis: RowBasis,
  sources: PodSources,
): { readonly row: PodRow; readonly history: PodHistory } {
  const { facts, taskManager } = basis;
  const { row, history } = before;
  const isSame = history !== undefined && taskManager !== undefined && isSameBasis(history.basis, basis);
  if (row !== undefined && isSame) return { row, history };
  const updated = updateHistory(history, basis, sources.now);
  const classification = classifyPod(facts, { ...updated, ...basis }, sources);
  return { row: rowOf(facts, classification, taskManager), history: updated };
}

function classifyPod(facts: PodFacts, evidence: PodEvidence, context: ClassificationContext): PodClassification {
  for (const rule of facts.role === 'jobmanager' ? jobManagerRules : taskManagerRules) {
    const classification = rule(facts, evidence, context);
    if (classification !== undefined) return classification;
  }
  throw new Error(`no rule for the pod ${facts.name}`);
}

function updateHistory(previous: PodHistory | undefined, basis: RowBasis, now: number): PodHistory {
  const {
    facts: { container },
    taskManager,
  } = basis;
  const startedAt = container.state === 'running' ? container.startedAt : undefined;
  const isSameRun = previous !== undefined && startedAt === previous.startedAt;
  // Use the local time if flink-tui observed the start, otherwise the server's time.
  const runningSince = previous === undefined || startedAt === undefined ? startedAt : now;
  return {
    startedAt,
    runningSince: isSameRun ? previous.runningSince : runningSince,
    lastSlots:
      taskManager === undefined ? previous?.lastSlots : taskManager.freeSlots === taskManager.slots ? 'idle' : 'used',
    basis,
  };
}

function isSameBasis(a: RowBasis, b: RowBasis): boolean {
  return (
    a.facts === b.facts &&
    a.taskManager === b.taskManager &&
    a.newestEvent === b.newestEvent &&
    a.releaseReason === b.releaseReason &&
    a.idleTimeout === b.idleTimeout
  );
}

function rowOf(facts: PodFacts, classification: PodClassification, taskManager: TaskManager | undefined): PodRow {
  const { uid, name, role, createdAt, restarts, node, ip, containers, memoryLimit } = facts;
  return {
    uid,
    name,
    role,
    ...classification,
    createdAt,
    goneAt: undefined,
    restarts,
    ...(memoryLimit !== undefined && { memoryLimit: parseQuantity(memoryLimit) }),
    lastEnd: latestEnd(facts),
    node,
    ip,
    containers,
    taskManager,
  };
}

function latestEnd({ container, lastEnd }: PodFacts): ContainerEnd | undefined {
  if (container.state !== 'terminated') return lastEnd;
  const { exitCode, reason, at } = container;
  return { exitCode, reason, at };
}

function taskManagerKey(id: string): string {
  return `taskmanager:${id}`;
}

function rowWithoutPod(taskManager: TaskManager, firstSeenAt: number): PodRow {
  return {
    uid: taskManagerKey(taskManager.id),
    name: taskManager.id,
    role: 'taskmanager',
    status: 'pod gone',
    health: 'warning',
    reason: 'listed by Flink, but no pod has this name',
    createdAt: firstSeenAt,
    goneAt: undefined,
    restarts: 0,
    lastEnd: undefined,
    node: undefined,
    ip: undefined,
    containers: [],
    taskManager,
  };
}

function newestEventByPod(events: readonly SessionEvent[]): ReadonlyMap<string, SessionEvent> {
  const newest = new Map<string, SessionEvent>();
  for (const event of events) {
    const name = event.object.startsWith('Pod/') ? event.object.slice('Pod/'.length) : undefined;
    if (name !== undefined && !newest.has(name)) newest.set(name, event);
  }
  return newest;
}

function limitGone(rows: readonly PodRow[]): readonly PodRow[] {
  const firstGone = rows.findIndex(({ goneAt }) => goneAt !== undefined);
  return firstGone === -1 ? rows : rows.slice(0, firstGone + maxGone);
}

const byNameNumerically = new Intl.Collator('en', { numeric: true });

/**
 * Sorts JobManagers first with the leader on top, and pods of a role by creation time. Deleted pods come last, newest
 * first.
 */
function compareRows(a: PodRow, b: PodRow): number {
  if (a.goneAt !== undefined || b.goneAt !== undefined) return (b.goneAt ?? Infinity) - (a.goneAt ?? Infinity);
  return rank(a) - rank(b) || a.createdAt - b.createdAt || byNameNumerically.compare(a.name, b.name);
}

function rank({ role, status }: PodRow): number {
  if (role === 'taskmanager') return 2;
  return status === 'leader' ? 0 : 1;
}

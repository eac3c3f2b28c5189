import type { TaskManager } from '../../flink/answers.ts';
import type { Pod } from '../../kubernetes/objects.ts';
import type { PodRow, SessionEvent } from '../snapshot.ts';
import { reuseIfEqual, sameItems } from '../watch/reuse-if-equal.ts';
import { goneRow } from './gone-row.ts';
import { jobManagerRules } from './job-manager-status.ts';
import { type PodFacts, podFacts } from './pod-facts.ts';
import type { ClassificationContext, PodClassification, PodEvidence, ReleaseReason } from './pod-status.ts';
import { releaseReasonOf } from './release-reason.ts';
import { taskManagerRules } from './task-manager-status.ts';

/** A pod that went stays in the list, and its log with it: so many of them, those that went last. */
const mostGone = 50;

export type PodSources = ClassificationContext & {
  /** Of this cluster-id alone, from the watch. */
  readonly pods: readonly Pod[];
  /** The last answer of REST. */
  readonly taskManagers: readonly TaskManager[] | undefined;
  /** Newest first. */
  readonly events: readonly SessionEvent[];
  /** By pod name, the newest of each. */
  readonly releaseReasons: ReadonlyMap<string, ReleaseReason>;
};

/** The rows, and what has to be remembered from one join to the next. */
export type JoinedPods = {
  readonly rows: readonly PodRow[];
  readonly history: ReadonlyMap<string, PodHistory>;
};
type PodHistory = Pick<PodEvidence, 'lastSlots' | 'runningSince'> & { readonly startedAt: number | undefined };

export const noPods: JoinedPods = { rows: [], history: new Map() };

/**
 * Joins pods with TaskManagers (by name: flink.md 2.3) and events, and remembers pods that went. A row that says
 * the same as before is the same object, and so is the list of them.
 */
export function joinPods(before: JoinedPods, scene: PodSources): JoinedPods {
  const byName = new Map(scene.taskManagers?.map((taskManager) => [taskManager.id, taskManager]));
  const eventOf = newestEventByPod(scene.events);
  const rowsBefore = new Map(before.rows.map((row) => [row.uid, row]));
  const memories = new Map<string, PodHistory>();
  const rows: PodRow[] = [];
  const podNames = new Set<string>();

  for (const pod of scene.pods) {
    const facts = podFacts(pod);
    if (facts === undefined) continue;
    const taskManager = facts.role === 'taskmanager' ? byName.get(facts.name) : undefined;
    const memory = remember(before.history.get(facts.uid), facts, taskManager, scene.now);
    const releaseReason = releaseReasonOf(scene.releaseReasons, facts);
    const evidence = { ...memory, newestEvent: eventOf.get(facts.name), taskManager, releaseReason };
    memories.set(facts.uid, memory);
    podNames.add(facts.name);
    rows.push(reuseIfEqual(rowsBefore.get(facts.uid), rowOf(facts, classifyPod(facts, evidence, scene), taskManager)));
    rowsBefore.delete(facts.uid);
  }

  for (const row of rowsBefore.values()) {
    const memory = before.history.get(row.uid);
    if (memory === undefined) continue; // A TaskManager that REST alone knew, and knows no more.
    memories.set(row.uid, memory);
    const isListed = !podNames.has(row.name) && byName.has(row.name);
    rows.push(reuseIfEqual(row, goneRow(row, memory.lastSlots, isListed, scene)));
    podNames.add(row.name);
  }

  for (const [id, taskManager] of byName) {
    if (podNames.has(id)) continue;
    const row = rowsBefore.get(taskManagerKey(id));
    rows.push(reuseIfEqual(row, rowWithoutPod(taskManager, row?.createdAt ?? scene.now)));
  }

  const sorted = boundGone(rows.sort(inOrder));
  return { rows: sameItems(before.rows, sorted) ? before.rows : sorted, history: memories };
}

function classifyPod(facts: PodFacts, evidence: PodEvidence, around: ClassificationContext): PodClassification {
  for (const rule of facts.role === 'jobmanager' ? jobManagerRules : taskManagerRules) {
    const classification = rule(facts, evidence, around);
    if (classification !== undefined) return classification;
  }
  throw new Error(`no rule for the pod ${facts.name}`);
}

function remember(
  before: PodHistory | undefined,
  { container }: PodFacts,
  taskManager: TaskManager | undefined,
  now: number,
): PodHistory {
  const startedAt = container.state === 'running' ? container.startedAt : undefined;
  const isSameRun = before !== undefined && startedAt === before.startedAt;
  // A start that was witnessed is timed by this machine's clock, any other by the server's.
  const runningSince = before === undefined || startedAt === undefined ? startedAt : now;
  return {
    startedAt,
    runningSince: isSameRun ? before.runningSince : runningSince,
    lastSlots:
      taskManager === undefined ? before?.lastSlots : taskManager.freeSlots === taskManager.slots ? 'idle' : 'used',
  };
}

function rowOf(facts: PodFacts, classification: PodClassification, taskManager: TaskManager | undefined): PodRow {
  const { uid, name, role, createdAt, restarts, node, ip, containers } = facts;
  return {
    uid,
    name,
    role,
    ...classification,
    createdAt,
    goneAt: undefined,
    restarts,
    node,
    ip,
    containers,
    taskManager,
  };
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
    reason: 'Flink lists it, and there is no pod of that name',
    createdAt: firstSeenAt,
    goneAt: undefined,
    restarts: 0,
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

function boundGone(rows: readonly PodRow[]): readonly PodRow[] {
  const firstGone = rows.findIndex(({ goneAt }) => goneAt !== undefined);
  return firstGone === -1 ? rows : rows.slice(0, firstGone + mostGone);
}

const byNameNumerically = new Intl.Collator('en', { numeric: true });

/** JobManagers first and the leader before the others, then in order of creation; those that went last, newest first. */
function inOrder(a: PodRow, b: PodRow): number {
  if (a.goneAt !== undefined || b.goneAt !== undefined) return (b.goneAt ?? Infinity) - (a.goneAt ?? Infinity);
  return rank(a) - rank(b) || a.createdAt - b.createdAt || byNameNumerically.compare(a.name, b.name);
}

function rank({ role, status: word }: PodRow): number {
  if (role === 'taskmanager') return 2;
  return word === 'leader' ? 0 : 1;
}

import { setTimeout as pause } from 'node:timers/promises';
import { inParallel } from '../../session/in-parallel.ts';
import type { JournalEntry, MemoryEntry } from '../../session/journal/entry.ts';
import { findJournals } from '../../session/journal/store/find-journals.ts';
import { readJournal } from '../../session/journal/store/read-journal.ts';
import { collectMemory } from '../../session/memory/collect-memory.ts';
import { usageStateOf } from '../../session/memory/container-usage.ts';
import { withJournal } from '../../session/memory/journal-memory.ts';
import { isMeasured, type JvmMemory, jvmMemory, readJvmMemory, scopeOf } from '../../session/memory/jvm-memory.ts';
import type { ClusterMemory, PodMemory } from '../../session/memory/pod-memory.ts';
import { listUsages } from '../../session/memory/watch-container-usage.ts';
import { onceFetched } from '../../session/readings/once-fetched.ts';
import type { Reading, ReadingState } from '../../session/readings/reading.ts';
import type { Connection } from '../../session/session.ts';
import type { PodRow, SessionSnapshot } from '../../session/snapshot.ts';
import type { Services } from '../record/command.ts';
import { resultOrError } from '../record/result-or-error.ts';

/** Interval of the samples while the growth is measured. metrics-server measures over 15 s. */
const sampleMs = 15_000;

type Wanted = {
  /** Processes whose JVM is read. */
  readonly isWanted: (pod: PodRow, usage: number | undefined) => boolean;
  /** How long to measure the growth. */
  readonly watchMs?: number;
  readonly entries?: readonly JournalEntry[];
  /** Epoch ms by the API server's clock, which dates the entries. */
  readonly now: number;
};

/** Reads the memory of the pods once, or again and again for a time, and adds what the journal knows about its growth. */
export async function readMemory(
  connection: Connection,
  snapshot: SessionSnapshot,
  { isWanted, watchMs = 0, entries = [], now }: Wanted,
  signal: AbortSignal,
): Promise<ClusterMemory> {
  const collector = collectMemory();
  const pods = snapshot.pods ?? [];
  const until = Date.now() + watchMs;
  let memory: ClusterMemory;
  for (;;) {
    const usages = await resultOrError(listUsages(connection.kubernetes, connection.target, signal), signal);
    if (usages instanceof Error) collector.setUsageState(usageStateOf(usages));
    else {
      collector.setUsageState({ state: 'served' });
      collector.addUsages(usages);
    }
    const bytesOf = (name: string) => (usages instanceof Error ? undefined : usages.get(name)?.bytes);
    const wanted = pods.filter((pod) => isRead(pod, snapshot.leader) && isWanted(pod, bytesOf(pod.name)));
    const readings = await readJvms(connection, wanted, snapshot.leader, signal);
    const { leader, jobs } = snapshot;
    memory = collector.update({ pods, leader, jobs, readings, now: Date.now() });
    const left = until - Date.now();
    if (left <= 0) break;
    await pause(Math.min(sampleMs, left), undefined, { signal });
  }
  return { ...memory, pods: withEntries(memory.pods, entries, now) };
}

const isRead = ({ name, role, taskManager, goneAt }: PodRow, leader: string | undefined): boolean =>
  goneAt === undefined && (role === 'jobmanager' ? name === leader : taskManager !== undefined);

/** Reads the JVMs. The first requests may only make Flink fetch the metrics. */
async function readJvms(
  { flink }: Connection,
  pods: readonly PodRow[],
  leader: string | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadingState<unknown>>> {
  const read = () =>
    inParallel(pods, async ({ name }) => {
      const id = name === leader ? undefined : name;
      const value = await resultOrError(readJvmMemory(flink, scopeOf(id), signal), signal);
      return { reading: jvmMemory(id), value };
    });
  const isFetched = (found: Awaited<ReturnType<typeof read>>) =>
    found.length === 0 || found.some(({ value }) => !(value instanceof Error) && isMeasured(value));
  const found = await onceFetched(read, isFetched, signal);
  return new Map(found.map(({ reading, value }) => [reading.key, stateOf(reading, value)]));
}

function stateOf(_reading: Reading<JvmMemory>, value: JvmMemory | Error): ReadingState<unknown> {
  if (value instanceof Error) return { value: undefined, readAt: undefined, failure: value };
  return { value, readAt: Date.now(), failure: undefined };
}

function withEntries(
  pods: ClusterMemory['pods'],
  entries: readonly JournalEntry[],
  now: number,
): ReadonlyMap<string, PodMemory> {
  const ofPods = Map.groupBy(
    entries.filter((entry): entry is MemoryEntry => entry.kind === 'memory'),
    ({ uid }) => uid,
  );
  const known = [...pods].map(([uid, memory]) => [uid, withJournal(memory, ofPods.get(uid) ?? [], now)] as const);
  return new Map(known);
}

/** Returns the entries about memory and ends of pods in the stored journal. */
export async function readMemoryEntries({ connection, local }: Services): Promise<readonly JournalEntry[]> {
  if (local === undefined) return [];
  const { clusterId, namespace } = connection.target;
  const { context } = connection.kubernetes;
  const [newest] = await findJournals(local.journals, { clusterId, namespace, context });
  if (newest === undefined) return [];
  const entries: JournalEntry[] = [];
  await readJournal(newest.folder, {
    onEntry: (entry) => {
      if (entry.kind === 'memory' || entry.kind === 'pod') entries.push(entry);
    },
  });
  return entries;
}

import { hasEnded } from '../../flink/has-ended.ts';
import type { JobRow } from '../readings/join-jobs.ts';
import type { ReadingState, Readings } from '../readings/reading.ts';
import type { PodRow } from '../snapshot.ts';
import { chooseTargets } from './choose-targets.ts';
import type { ContainerUsage, UsageState } from './container-usage.ts';
import { type JvmMemory, jvmMemory, memoryKey } from './jvm-memory.ts';
import { type HighestMemory, memorySweep, noSweep, type SweepTargets, type SweptMemory } from './memory-sweep.ts';
import { type ClusterMemory, noMemory, type PodMemory } from './pod-memory.ts';
import { finishJobs, newProcess, type Process, withJvm, withRow, withUsage } from './process-memory.ts';

/** What the memory of a cluster is derived from. */
export type MemorySources = {
  readonly pods: readonly PodRow[];
  readonly leader: string | undefined;
  readonly jobs: readonly JobRow[] | undefined;
  readonly readings: Readings;
  /** Epoch ms by the local clock. */
  readonly now: number;
};

export type MemoryCollector = {
  /** Adds container usages by pod name. Their times are by the local clock. */
  readonly addUsages: (usages: ReadonlyMap<string, ContainerUsage>) => void;
  readonly setUsageState: (usage: UsageState) => void;
  /** Returns the memory after new data. It stays the same object without new data. */
  readonly update: (sources: MemorySources) => ClusterMemory;
  /** Returns the processes that the next sweep reads. */
  readonly targets: () => SweepTargets;
};

const sweepKey = memorySweep(() => ({ ids: [], hasJobManager: false, hasMore: false })).key;

/** Keeps the history of the memory of all processes, as long as their pods are listed. */
export function collectMemory(): MemoryCollector {
  let processes: ReadonlyMap<string, Process> = new Map();
  let usages: ReadonlyMap<string, ContainerUsage> = new Map();
  let usage: UsageState = { state: 'awaited' };
  let highest: HighestMemory | undefined;
  let sweptAt: number | undefined;
  /** Newest time of the readings of displayed processes. */
  let shownAt = 0;
  let last: MemorySources | undefined;
  let hasNews = false;
  let memory: ClusterMemory = noMemory;
  let ended: ReadonlySet<string> | undefined;

  function update(sources: MemorySources): ClusterMemory {
    const { pods, readings, jobs, leader, now } = sources;
    const isSame = last?.pods === pods && last.jobs === jobs && !hasNews;
    const areReadingsSame = last?.readings === readings;
    last = sources;
    if (isSame && (areReadingsSame || !hasNewReadings(readings))) return memory;
    hasNews = false;
    const swept = newSweep(readings);
    shownAt = newestShown(readings);
    highest = swept.highest ?? highest;
    const sweptById = new Map(swept.processes.map((process) => [process.id ?? leader, process.memory]));
    const finished = newlyEnded(jobs);
    const alone = pods.filter(({ taskManager }) => taskManager !== undefined).length === 1;
    const next = new Map<string, Process>();
    for (const row of pods) {
      let process = withRow(processes.get(row.uid) ?? newProcess(row), row, now);
      if (process.memory.endedAt === undefined) {
        if (finished.length > 0) process = finishJobs(process, finished, alone, now);
        process = withUsage(process, usages.get(row.name));
        const shown = readings.get(jvmMemory(row.name === leader ? undefined : row.name).key);
        process = withReading(process, shown as ReadingState<JvmMemory> | undefined);
        process = withJvm(process, sweptById.get(row.name), sweptAt);
      }
      next.set(row.uid, process);
    }
    processes = next;
    memory = keepIfSame(memory, { pods: known(processes), usage, usages });
    return memory;
  }

  /** Most responses are about jobs. */
  const hasNewReadings = (readings: Readings): boolean =>
    readings.get(sweepKey)?.readAt !== sweptAt || newestShown(readings) > shownAt;

  /** Returns the processes of a sweep that has not been added yet. */
  function newSweep(readings: Readings): SweptMemory {
    const { value, readAt } = (readings.get(sweepKey) ?? {}) as Partial<ReadingState<SweptMemory>>;
    if (value === undefined || readAt === sweptAt) return noSweep;
    sweptAt = readAt;
    return value;
  }

  /** Returns the jobs that have ended since the previous call. */
  function newlyEnded(jobs: readonly JobRow[] | undefined): readonly JobRow[] {
    if (jobs === undefined) return [];
    const before = ended;
    const all = jobs.filter(({ state }) => hasEnded(state));
    ended = new Set(all.map(({ id }) => id));
    return before === undefined ? [] : all.filter(({ id }) => !before.has(id));
  }

  return {
    update,
    addUsages: (read) => {
      usages = read;
      hasNews = true;
    },
    setUsageState: (state) => {
      usage = state;
      hasNews = true;
    },
    targets: () =>
      last === undefined
        ? { ids: [], hasJobManager: false, hasMore: false }
        : chooseTargets(last.pods, memory.pods, { leader: last.leader, highest, now: Date.now() }),
  };
}

function newestShown(readings: Readings): number {
  let newest = 0;
  for (const [key, { readAt = 0 }] of readings) {
    if (readAt > newest && key.startsWith(memoryKey)) newest = readAt;
  }
  return newest;
}

function withReading(process: Process, reading: ReadingState<JvmMemory> | undefined): Process {
  return withJvm(process, reading?.value, reading?.readAt);
}

/** Returns the processes about which a number is known. */
function known(processes: ReadonlyMap<string, Process>): ReadonlyMap<string, PodMemory> {
  const pods = new Map<string, PodMemory>();
  for (const [uid, { memory }] of processes) {
    if (memory.usage !== undefined || memory.jvm !== undefined) pods.set(uid, memory);
  }
  return pods;
}

function keepIfSame(previous: ClusterMemory, { pods, usage, usages }: Required<ClusterMemory>): ClusterMemory {
  const isSame =
    pods.size === previous.pods.size && [...pods].every(([uid, memory]) => previous.pods.get(uid) === memory);
  const isKept = isSame && usage === previous.usage && (usages === previous.usages || usages.size === 0);
  return isKept ? previous : { pods: isSame ? previous.pods : pods, usage, usages };
}

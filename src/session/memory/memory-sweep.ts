import type { FlinkRest } from '../../flink/rest.ts';
import { inParallel } from '../in-parallel.ts';
import { onceFetched } from '../readings/once-fetched.ts';
import { type Reading, unlessEmpty } from '../readings/reading.ts';
import { highestOfTaskManagers } from './highest-of-task-managers.ts';
import { isMeasured, type JvmMemory, metricIdsOf, readJvmMemory, scopeOf } from './jvm-memory.ts';

/** The processes to read next. */
export type SweepTargets = {
  /** TaskManager ids. */
  readonly ids: readonly string[];
  readonly hasJobManager: boolean;
  /** Whether there are more TaskManagers, so that the highest values of all are read too. */
  readonly hasMore: boolean;
};

/** The highest values of all TaskManagers. Sizes are bytes. */
export type HighestMemory = {
  readonly heapUsed: number | undefined;
  readonly metaspaceUsed: number | undefined;
  readonly gcMsPerSecond: number | undefined;
};

export type SweptMemory = {
  readonly processes: readonly {
    /** undefined for the JobManager. */
    readonly id: string | undefined;
    readonly memory: JvmMemory;
  }[];
  readonly highest: HighestMemory | undefined;
};

export const noSweep: SweptMemory = { processes: [], highest: undefined };

export const highestIds = metricIdsOf(['heapUsed', 'metaspaceUsed', 'gcMsPerSecond']);

/**
 * Reads the memory of a few processes in turn, in one bunch with the other metrics. Flink serves all of them from one
 * fetch, but every process costs a request.
 */
export const memorySweep = (targets: () => SweepTargets): Reading<SweptMemory> => ({
  key: 'memory-sweep',
  cost: 'M',
  intervalMs: 10_000,
  isBackground: true,
  read: unlessEmpty(
    (flink, signal) => onceFetched(() => sweep(flink, targets(), signal), isAnyMeasured, signal),
    (memory) => !isAnyMeasured(memory),
  ),
});

async function sweep(
  flink: FlinkRest,
  { ids, hasJobManager, hasMore }: SweepTargets,
  signal: AbortSignal,
): Promise<SweptMemory> {
  const [highest, processes] = await Promise.all([
    hasMore ? readHighest(flink, signal) : undefined,
    inParallel([...(hasJobManager ? [undefined] : []), ...ids], async (id) => ({
      id,
      memory: await readJvmMemory(flink, scopeOf(id), signal),
    })),
  ]);
  return { processes, highest };
}

const isAnyMeasured = ({ processes }: SweptMemory): boolean => processes.some(({ memory }) => isMeasured(memory));

/** Reads the highest values of all TaskManagers in one request. */
export async function readHighest(flink: FlinkRest, signal: AbortSignal): Promise<HighestMemory> {
  const values = await highestOfTaskManagers(flink, highestIds, signal);
  const [heapUsed, metaspaceUsed, gcMsPerSecond] = highestIds.map((id) => values.get(id));
  return { heapUsed, metaspaceUsed, gcMsPerSecond };
}

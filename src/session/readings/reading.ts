import type { FlinkRest } from '../../flink/rest.ts';

/**
 * What an answer costs the JobManager (Flink 2.3 and 1.20 source):
 * `0` it answers from its own memory; `R` the ResourceManager's main thread, no call to a TaskManager;
 * `F` a call to every JobMaster, uncached; `J` a call to one JobMaster;
 * `G` the whole execution graph of a job, built in its JobMaster's main thread and then cached for 3 s;
 * `K` the checkpoint statistics of a job, cached for 3 s;
 * `M` the metric store, which is filled from all TaskManagers at most once per 10 s;
 * `T` a call to a TaskManager: the scheduler never asks for it, only a key does.
 */
export type CostClass = '0' | 'R' | 'F' | 'J' | 'G' | 'K' | 'M' | 'T';

export type ReadingAnswer<T> = {
  readonly value: T;
  /** Flink may have had no data yet: it is asked once more before that counts as the answer. */
  readonly isEmpty: boolean;
};

/** One thing that is polled from Flink's REST API. Records with the same key stand for the same reading. */
export type Reading<T> = {
  /** Name and parameters: `job-detail/<job id>`. */
  readonly key: string;
  readonly cost: CostClass;
  /** The job that it is of, if it is of one. */
  readonly jobId?: string;
  /** From one question to the next, at least; infinite for what does not change while a JobManager leads. */
  readonly intervalMs: number;
  readonly read: (flink: FlinkRest, signal: AbortSignal) => Promise<ReadingAnswer<T>>;
};

/** What is known of a reading. Times are epoch milliseconds. */
export type ReadingState<T> = {
  /** Of the last good answer, however many failed since. */
  readonly value: T | undefined;
  readonly readAt: number | undefined;
  /** Why there was no answer the last time; undefined where there was one. */
  readonly failure: Error | undefined;
};

/** By key. What was never asked for, or is not needed any more, is not in it. */
export type Readings = ReadonlyMap<string, ReadingState<unknown>>;

export const noReadings: Readings = new Map();

const unknown: ReadingState<never> = { value: undefined, readAt: undefined, failure: undefined };

/** What a snapshot knows of a reading. */
export function readingOf<T>({ readings }: { readonly readings: Readings }, { key }: Reading<T>): ReadingState<T> {
  // A key is of one reading, and a reading of one type: see `flink-readings.ts`.
  return (readings.get(key) as ReadingState<T> | undefined) ?? unknown;
}

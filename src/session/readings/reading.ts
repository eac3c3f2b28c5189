import type { FlinkRest } from '../../flink/rest.ts';

/**
 * Cost of a request for the JobManager (Flink 2.3 and 1.20 source):
 * `0` served from the JobManager's memory
 * `R` the ResourceManager's main thread, without calls to TaskManagers
 * `F` an uncached call to every JobMaster
 * `J` a call to one JobMaster
 * `G` the execution graph of a job, built in the JobMaster's main thread and cached for 3 s
 * `K` the checkpoint statistics of a job, cached for 3 s
 * `M` the metric store, filled from all TaskManagers at most once per 10 s
 * `T` a call to a TaskManager. Never polled, only requested by the user.
 */
export type CostClass = '0' | 'R' | 'F' | 'J' | 'G' | 'K' | 'M' | 'T';

export type ReadingResult<T> = {
  readonly value: T;
  /** True if Flink may not have had data yet. The data is requested once more before an empty result counts. */
  readonly isEmpty: boolean;
};

/** A piece of data polled from Flink's REST API. Records with the same key are the same reading. */
export type Reading<T> = {
  /** Unique key of name and parameters: `job-detail/<job id>`. */
  readonly key: string;
  readonly cost: CostClass;
  /** Job that the reading belongs to, if any. */
  readonly jobId?: string;
  /** Minimum interval between requests; infinite for data that is constant while a JobManager leads. */
  readonly intervalMs: number;
  /** The data is requested again when the mark changes, once Flink's caches contain the change. */
  readonly mark?: string;
  /** Displayed data is requested first. */
  readonly isBackground?: true;
  /**
   * The user has opened it. If it was not read yet, or not lately, it does not wait for the limit of classes G and K, but
   * counts against it, so that other requests wait longer.
   */
  readonly isOpened?: true;
  readonly read: (flink: FlinkRest, signal: AbortSignal) => Promise<ReadingResult<T>>;
};

/** State of a reading. Times are epoch milliseconds. */
export type ReadingState<T> = {
  /** Value of the last successful request, even if later requests failed. */
  readonly value: T | undefined;
  readonly readAt: number | undefined;
  /** Error of the last request; undefined if it succeeded. */
  readonly failure: Error | undefined;
};

/** Readings by key. Contains requested readings that are needed now or were needed recently. */
export type Readings = ReadonlyMap<string, ReadingState<unknown>>;

export const noReadings: Readings = new Map();

const unknown: ReadingState<never> = { value: undefined, readAt: undefined, failure: undefined };

/** Returns the state of a reading in a snapshot. */
export function readingOf<T>({ readings }: { readonly readings: Readings }, { key }: Reading<T>): ReadingState<T> {
  // A key belongs to one reading, and a reading has one type: see `flink-readings.ts`.
  return (readings.get(key) as ReadingState<T> | undefined) ?? unknown;
}

type Request<T> = (flink: FlinkRest, signal: AbortSignal) => Promise<T>;

/** Wraps a call whose empty response is a valid result. */
export function complete<T>(request: Request<T>): Reading<T>['read'] {
  return async (flink, signal) => ({ value: await request(flink, signal), isEmpty: false });
}

/** Wraps a call whose response may be empty because Flink did not have the data yet. */
export function unlessEmpty<T>(request: Request<T>, isEmpty: (value: T) => boolean): Reading<T>['read'] {
  return async (flink, signal) => {
    const value = await request(flink, signal);
    return { value, isEmpty: isEmpty(value) };
  };
}

import type { Subtask, SubtaskGauges } from '../../flink/subtask-responses.ts';
import { loadOfSubtask, type SubtaskLoads } from '../readings/subtask-load.ts';

/**
 * What the shares of subtasks are measured by: the counters of the last two fetches, Flink's gauges, which are averages of
 * the last minute, or the counters since the start of the attempt.
 */
export type Measure = 'counters' | 'gauge' | 'since start';

/** How a subtask spends its time. From 0 to 1. */
export type Shares = {
  /** undefined if Flink cannot measure it, as for a legacy source. */
  readonly busy: number | undefined;
  readonly idle: number;
  readonly backPressured: number;
};

/** Records per second. */
export type RecordRates = { readonly recordsIn: number; readonly recordsOut: number };

/** undefined: not measured, for example because the attempt has just started. */
export type SubtaskMeasures = { readonly shares: Shares | undefined; readonly rates: RecordRates | undefined };

export type MeasuredSubtasks = {
  /** Of the shares. undefined if there are none. The rates are since the start, unless this is `counters`. */
  readonly measure: Measure | undefined;
  readonly of: (subtask: Subtask) => SubtaskMeasures;
};

export type Measurements = {
  readonly loads: SubtaskLoads | undefined;
  /** By subtask index. */
  readonly gauges: readonly (SubtaskGauges | undefined)[] | undefined;
  /** Time of the gauges and current time, in epoch ms by the API server's clock. */
  readonly gaugesAt: number | undefined;
  readonly now: number;
};

/** The JobManager fetches the gauges every 10 s. Until then, those of the previous attempt may remain. */
const gaugeSettleMs = 30_000;

/** Measures all subtasks by the same measure: the best one that at least one subtask has. */
export function measuresOf(subtasks: readonly Subtask[], known: Measurements): MeasuredSubtasks {
  const sinceStart = (subtask: Subtask) => ratesSinceStart(subtask, known.now);
  if (subtasks.some((subtask) => loadOfSubtask(known.loads, subtask) !== undefined)) {
    return { measure: 'counters', of: (subtask) => fromCounters(subtask, known) };
  }
  if (subtasks.some((subtask) => fromGauges(subtask, known) !== undefined)) {
    return { measure: 'gauge', of: (subtask) => ({ shares: fromGauges(subtask, known), rates: sinceStart(subtask) }) };
  }
  return {
    measure: subtasks.some((subtask) => sharesSinceStart(subtask, known.now) !== undefined) ? 'since start' : undefined,
    of: (subtask) => ({ shares: sharesSinceStart(subtask, known.now), rates: sinceStart(subtask) }),
  };
}

function fromCounters(subtask: Subtask, { loads }: Measurements): SubtaskMeasures {
  const load = isMeasured(subtask) ? loadOfSubtask(loads, subtask) : undefined;
  const rates = load && { recordsIn: load.rates.readRecords, recordsOut: load.rates.writeRecords };
  return { shares: load, rates };
}

function fromGauges(subtask: Subtask, { gauges, gaugesAt }: Measurements): Shares | undefined {
  const { startedAt, index } = subtask;
  const known = gauges?.[index];
  if (known === undefined || gaugesAt === undefined || startedAt === undefined || !isMeasured(subtask))
    return undefined;
  if (gaugesAt - startedAt < gaugeSettleMs) return undefined;
  const share = (ms: number) => Math.min(1, ms / 1000);
  const busy = known.busyMs === undefined ? undefined : share(known.busyMs);
  return { busy, idle: share(known.idleMs), backPressured: share(known.backPressuredMs) };
}

function sharesSinceStart(subtask: Subtask, now: number): Shares | undefined {
  const totalMs = elapsedMs(subtask, now);
  if (totalMs === undefined) return undefined;
  const { busyMs, idleMs, backPressuredMs } = subtask;
  return {
    busy: busyMs === undefined ? undefined : Math.max(0, busyMs) / totalMs,
    idle: Math.min(1, idleMs / totalMs),
    backPressured: Math.min(1, backPressuredMs / totalMs),
  };
}

function ratesSinceStart(subtask: Subtask, now: number): RecordRates | undefined {
  const totalMs = elapsedMs(subtask, now);
  if (totalMs === undefined) return undefined;
  const { readRecords, writeRecords } = subtask;
  return { recordsIn: (readRecords / totalMs) * 1000, recordsOut: (writeRecords / totalMs) * 1000 };
}

/** The time that the counters cover. Without the busy time, it is about the time since the start. */
function elapsedMs(subtask: Subtask, now: number): number | undefined {
  if (!isMeasured(subtask)) return undefined;
  const { busyMs, idleMs, backPressuredMs, startedAt = now } = subtask;
  const totalMs = busyMs === undefined ? now - startedAt : Math.max(0, busyMs) + idleMs + backPressuredMs;
  return totalMs > 0 ? totalMs : undefined;
}

const isMeasured = ({ status, isComplete }: Subtask): boolean => status === 'RUNNING' && isComplete;

/** Averages the shares of the measured subtasks; undefined if there are none. */
export function averageShares(all: readonly (Shares | undefined)[]): Shares | undefined {
  const measured = all.filter((shares) => shares !== undefined);
  if (measured.length === 0) return undefined;
  const averageOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const busy = measured.map((shares) => shares.busy).filter((share) => share !== undefined);
  return {
    busy: busy.length < measured.length ? undefined : averageOf(busy),
    idle: averageOf(measured.map(({ idle }) => idle)),
    backPressured: averageOf(measured.map(({ backPressured }) => backPressured)),
  };
}

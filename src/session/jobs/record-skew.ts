import type { Subtask } from '../../flink/subtask-responses.ts';
import type { MeasuredSubtasks } from './subtask-measures.ts';

/** How the records are spread over the subtasks of a vertex. */
export type RecordSkew = {
  /** Number of the subtask with the most records, from 1. */
  readonly subtask: number;
  /** Its part of all records, from 0 to 1. */
  readonly share: number;
  /** Its records divided by the average of all subtasks. */
  readonly timesAverage: number;
  /** Incoming records, or outgoing ones of a source. */
  readonly records: 'in' | 'out';
  /** Whether the records are so unevenly spread that one subtask limits the others. */
  readonly isSkewed: boolean;
};

/** Fewer records per second in all subtasks are too few to compare. */
const minRate = 1;
/** From this multiple of the average on, the records are skewed. Two subtasks have at most twice the average. */
const skewedFrom = 2;
const skewedShareOfTwo = 0.75;

/** Returns undefined if a subtask is not measured, if there is only one, or if there are hardly any records. */
export function recordSkew(subtasks: readonly Subtask[], measured: MeasuredSubtasks): RecordSkew | undefined {
  const rates = subtasks.map((subtask) => measured.of(subtask).rates);
  const known = rates.filter((rate) => rate !== undefined);
  if (subtasks.length < 2 || known.length < rates.length) return undefined;
  return (
    skewOf(
      subtasks,
      'in',
      known.map(({ recordsIn }) => recordsIn),
    ) ??
    skewOf(
      subtasks,
      'out',
      known.map(({ recordsOut }) => recordsOut),
    )
  );
}

function skewOf(
  subtasks: readonly Subtask[],
  records: RecordSkew['records'],
  rates: readonly number[],
): RecordSkew | undefined {
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  if (total < minRate) return undefined;
  const most = rates.reduce((best, rate, position) => (rate > (rates[best] ?? 0) ? position : best), 0);
  const share = (rates[most] ?? 0) / total;
  const timesAverage = share * rates.length;
  const isSkewed = timesAverage >= Math.min(skewedFrom, skewedShareOfTwo * rates.length);
  return { subtask: (subtasks[most]?.index ?? most) + 1, share, timesAverage, records, isSkewed };
}

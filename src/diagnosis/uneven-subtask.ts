import type { JobVertex } from '../flink/responses.ts';
import type { JobEvidence, SubtaskTotals, VertexShares } from './evidence.ts';

/** From this share on, a subtask limits the rate of the vertices before it. */
export const busyShare = 0.8;
/** The others are on average at most this busy. */
const idleShare = 0.5;

/** One subtask of a vertex is busy, and the others are not. */
export type UnevenSubtask = {
  /**
   * `skewed`: it gets more records than the others. `blocked`: each record takes it longer. Without records, and in the first
   * minute without counters, nothing tells them apart, and skew is assumed.
   */
  readonly kind: 'skewed' | 'blocked';
  /** Undefined if the shares of the subtasks are not read. */
  readonly index: number | undefined;
  readonly busiest: number;
  /** Average of the other subtasks. */
  readonly others: number;
  /** Busy time for a record in ms; undefined if the rates are not read, or without records. */
  readonly msPerRecord: number | undefined;
  readonly othersMsPerRecord: number | undefined;
  /** Records per second; undefined if not read. */
  readonly rate: number | undefined;
  readonly othersRate: number | undefined;
};

/** Returns the busiest subtask of each vertex that has one busy subtask, the busiest vertex first. */
export function unevenSubtasks({ vertices = [], shares }: Pick<JobEvidence, 'vertices' | 'shares'>) {
  return vertices
    .flatMap((vertex) => {
      const share = shares.get(vertex.id);
      const uneven = share && unevenSubtask(share, vertex.parallelism);
      return share === undefined || uneven === undefined ? [] : [{ ...uneven, vertex, share }];
    })
    .sort((a, b) => b.busiest - a.busiest);
}

export function hasOneBusySubtask(share: VertexShares, parallelism: number): boolean {
  const others = othersOf(share, parallelism);
  return others !== undefined && (share.busiest ?? 0) >= busyShare && others <= idleShare;
}

/** Average busy share of all subtasks but the busiest; undefined if only the average of all is known. */
function othersOf({ busiest, busy }: VertexShares, parallelism: number): number | undefined {
  if (busiest === undefined || busy === undefined || parallelism < 2) return undefined;
  return Math.max(0, (busy * parallelism - busiest) / (parallelism - 1));
}

/** Smaller rates are not exact. */
const smallest = 0.001;
/** Busy times that are a smaller part of that of the busiest subtask are not exact: Flink states them in whole ms. */
const measurable = 0.01;

/** Returns the busiest subtask of a vertex; undefined if others are busy, too, or if none is. */
export function unevenSubtask(share: VertexShares, parallelism: number): UnevenSubtask | undefined {
  if (!hasOneBusySubtask(share, parallelism)) return undefined;
  const busiest = share.busiest ?? 0;
  const index = share.subtasks === undefined ? -1 : share.subtasks.indexOf(largestOf(share.subtasks));
  const others = averageWithout(share.subtasks, index) ?? othersOf(share, parallelism) ?? 0;
  const rate = index < 0 ? undefined : share.rates?.[index];
  const othersRate = averageWithout(share.rates, index);
  const compared = comparedWork(share, index, { busiest, others, rate, othersRate });
  return {
    kind: kindOf(compared),
    index: index < 0 ? undefined : index,
    busiest,
    others,
    msPerRecord: perRecord(compared.busiest, compared.rate),
    othersMsPerRecord: perRecord(compared.others, compared.othersRate),
    rate,
    othersRate,
  };
}

type Work = Pick<UnevenSubtask, 'busiest' | 'others' | 'rate' | 'othersRate'>;

/**
 * A full buffer for a blocked subtask can stop its sources for minutes. The others then get no records in the last minute,
 * and the counters since the start are compared instead. So they are in the first minute.
 */
function comparedWork({ totals, isYoung = false }: VertexShares, index: number, lastMinute: Work): Work {
  const isComparable = lastMinute.othersRate === undefined || lastMinute.othersRate >= smallest;
  const busiest = totals?.[index];
  if (totals === undefined || busiest === undefined) {
    return isYoung ? { ...lastMinute, rate: undefined, othersRate: undefined } : lastMinute;
  }
  if (isComparable && !isYoung) return lastMinute;
  const average = (of: (total: SubtaskTotals) => number) => averageWithout(totals.map(of), index) ?? 0;
  return {
    busiest: busiest.busyMs / 1000,
    others: average(({ busyMs }) => busyMs / 1000),
    rate: busiest.records,
    othersRate: average(({ records }) => records),
  };
}

/**
 * The busy times of two subtasks differ by the factor of their records, times that of their time for a record. The larger
 * factor is the reason. Where records are spread evenly, all subtasks get as few as the blocked one takes.
 */
function kindOf({ busiest, others, rate, othersRate }: Work): UnevenSubtask['kind'] {
  if (rate === undefined || othersRate === undefined || othersRate < smallest) return 'skewed';
  const recordFactor = Math.max(rate, smallest) / othersRate;
  const timeFactor = busiest / Math.max(others, busiest * measurable) / recordFactor;
  return timeFactor > recordFactor ? 'blocked' : 'skewed';
}

/** `500 ms per record, others 2.5 ms`; undefined if the busiest subtask has processed no record. */
export function perRecordText({ msPerRecord, othersMsPerRecord }: UnevenSubtask): string | undefined {
  if (msPerRecord === undefined || othersMsPerRecord === undefined) return undefined;
  return `${milliseconds(msPerRecord)} per record, others ${milliseconds(othersMsPerRecord)}`;
}

/** `113 ms`, `0.84 ms` */
export const milliseconds = (ms: number): string => `${ms >= 10 ? Math.round(ms) : Number(ms.toPrecision(2))} ms`;

function perRecord(busy: number, rate: number | undefined): number | undefined {
  return rate === undefined || rate < smallest ? undefined : (busy * 1000) / rate;
}

function averageWithout(values: readonly (number | undefined)[] | undefined, index: number): number | undefined {
  const known = values?.filter((value, other) => value !== undefined && other !== index) as number[] | undefined;
  if (known === undefined || known.length === 0) return undefined;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function largestOf(subtasks: readonly (number | undefined)[]): number | undefined {
  return subtasks.reduce((most, busy) => (busy !== undefined && busy > (most ?? -1) ? busy : most), undefined);
}

/** Whether the records of the last minute do not tell a skewed subtask from a blocked one. */
export const needsTotals = (share: VertexShares | undefined): boolean =>
  share?.isYoung === true || share?.rates?.some((rate) => rate !== undefined && rate < smallest) === true;

/** Returns the vertices of which one subtask may be busy, as far as their averages say, the busiest first. */
export function suspects({ vertices = [], shares }: Pick<JobEvidence, 'vertices' | 'shares'>): readonly JobVertex[] {
  return vertices
    .filter(({ id, parallelism }) => parallelism > 1 && (shares.get(id)?.busy ?? 0) * parallelism >= busyShare)
    .sort((a, b) => (shares.get(b.id)?.busy ?? 0) - (shares.get(a.id)?.busy ?? 0));
}

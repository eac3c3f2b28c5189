import { type LogLevel, logLevels } from '../log-store.ts';

/** What one logger writes, summed over several logs. Rates are per second. */
export type Talker = {
  /** The logger as written in the log, or `noLogger` or `otherLoggers`. */
  readonly logger: string;
  readonly lines: number;
  readonly bytes: number;
  readonly events: number;
  /** Share of the bytes of all loggers, 0 to 1. */
  readonly share: number;
  /** Bytes per second by level: those of `logLevels`, then those of lines without a level. */
  readonly bytesByLevel: readonly number[];
  /** Names of the pods, the most bytes first. */
  readonly pods: readonly string[];
};

export type Talkers = {
  /** Per second. */
  readonly lines: number;
  readonly bytes: number;
  /** The most bytes first. */
  readonly talkers: readonly Talker[];
};

/** Lines, bytes and events that a logger wrote at a level, and the time in which it wrote them. */
export type Counted = {
  readonly pod: string;
  readonly logger: string;
  readonly level: LogLevel | undefined;
  readonly lines: number;
  readonly bytes: number;
  readonly events: number;
  readonly overMs: number;
};

type Sum = {
  lines: number;
  bytes: number;
  events: number;
  readonly bytesByLevel: number[];
  readonly bytesByPod: Map<string, number>;
};

export const levelIndex = (level: LogLevel | undefined): number =>
  level === undefined ? logLevels.length : logLevels.indexOf(level);

/** Sums up what was counted in several logs. Each log may have been counted over another time. */
export function sumTalkers(): { readonly add: (counted: Counted) => void; readonly talkers: () => Talkers } {
  const sums = new Map<string, Sum>();
  return {
    add: ({ pod, logger, level, lines, bytes, events, overMs }) => {
      if (overMs <= 0) return;
      const perSecond = 1000 / overMs;
      const sum = sums.get(logger) ?? newSum();
      sums.set(logger, sum);
      sum.lines += lines * perSecond;
      sum.bytes += bytes * perSecond;
      sum.events += events * perSecond;
      sum.bytesByLevel[levelIndex(level)] = (sum.bytesByLevel[levelIndex(level)] ?? 0) + bytes * perSecond;
      sum.bytesByPod.set(pod, (sum.bytesByPod.get(pod) ?? 0) + bytes * perSecond);
    },
    talkers: () => {
      const all = [...sums.values()];
      const bytes = all.reduce((total, sum) => total + sum.bytes, 0);
      const lines = all.reduce((total, sum) => total + sum.lines, 0);
      const talkers = [...sums].map(([logger, sum]) => toTalker(logger, sum, bytes));
      return { lines, bytes, talkers: talkers.sort((a, b) => b.bytes - a.bytes) };
    },
  };
}

function newSum(): Sum {
  return {
    lines: 0,
    bytes: 0,
    events: 0,
    bytesByLevel: new Array<number>(logLevels.length + 1).fill(0),
    bytesByPod: new Map(),
  };
}

function toTalker(logger: string, { bytesByPod, ...sum }: Sum, total: number): Talker {
  const pods = [...bytesByPod].sort(([, a], [, b]) => b - a).map(([pod]) => pod);
  return { ...sum, logger, share: total === 0 ? 0 : sum.bytes / total, pods };
}

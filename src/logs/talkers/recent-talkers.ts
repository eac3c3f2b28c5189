import type { LogSource } from '../log-store.ts';
import { sumTalkers, type Talker, type Talkers } from './talkers.ts';
import { liveVolume } from './volume-counts.ts';

const { bucketMs } = liveVolume;
/** Buckets of the last minute, with the current one. */
const recentBuckets = 6;
/** A log that has received lines within this time is receiving lines. */
const receivingMs = 3000;
/** Full buckets of the last ten minutes. */
const historyBuckets = liveVolume.buckets - 1;

/** What the loggers wrote in the last minute, and how much in the ten minutes before. */
export type RecentTalkers = Omit<Talkers, 'talkers'> & {
  readonly talkers: readonly RecentTalker[];
  /** Time over which the rates are averages, ms: about a minute, or less if no log has been followed for a minute. */
  readonly overMs: number;
  /** Number of pods that were counted. */
  readonly pods: number;
  /** Places of the last minute where lines may be missing. */
  readonly gaps: number;
  /** How late the lines of the log that is most behind arrive now, ms. */
  readonly behindMs: number;
  /** Index in `history` of the first bucket of which at least one log was counted from its start. */
  readonly historyFrom: number;
};

export type RecentTalker = Talker & {
  /** Bytes in each of the last 60 full buckets of 10 s, the newest last. */
  readonly history: readonly number[];
};

type CountedSource = Pick<LogSource, 'pod' | 'volume' | 'counters'>;

/** Sums up the last minute and the last ten minutes of these logs. `now`: epoch ms by the clock of the cluster. */
export function recentTalkers(sources: readonly CountedSource[], now: number): RecentTalkers {
  const sum = sumTalkers();
  const histories = new Map<string, number[]>();
  let overMs = 0;
  let gaps = 0;
  let behindMs = 0;
  let historyFrom = historyBuckets;
  for (const { pod, volume, counters } of sources) {
    const since = volume.since();
    if (since === undefined) continue;
    const { newest, from, coveredMs } = recentWindow(volume, since, now);
    overMs = Math.max(overMs, coveredMs);
    gaps += volume.gaps(from, newest);
    behindMs = Math.max(behindMs, lateness(volume.newestAt(), counters.behindMs, now));
    const first = newest - historyBuckets;
    historyFrom = Math.min(historyFrom, Math.max(0, Math.ceil(since / bucketMs) - first));
    volume.visit(first, newest, (bucket, logger, level, lines, bytes, events) => {
      if (bucket >= from) sum.add({ pod, logger, level, lines, bytes, events, overMs: coveredMs });
      let history = histories.get(logger);
      if (history === undefined) {
        history = new Array<number>(historyBuckets).fill(0);
        histories.set(logger, history);
      }
      if (bucket < newest) history[bucket - first] = (history[bucket - first] ?? 0) + bytes;
    });
  }
  const { talkers, ...totals } = sum.talkers();
  const current = new Map(talkers.map((talker) => [talker.logger, talker]));
  const all = [...histories].map(([logger, history]) => ({ ...(current.get(logger) ?? silent(logger)), history }));
  return {
    ...totals,
    talkers: all.sort((a, b) => b.bytes - a.bytes || total(b.history) - total(a.history)),
    overMs,
    pods: new Set(sources.map(({ pod }) => pod)).size,
    gaps,
    behindMs,
    historyFrom,
  };
}

/**
 * Returns the buckets of the last minute and the time that they cover so far. The clock of the node may be ahead: then
 * its newest line has the current time.
 */
export function recentWindow(
  { newestAt }: Pick<LogSource['volume'], 'newestAt'>,
  since: number,
  now: number,
): { readonly newest: number; readonly from: number; readonly coveredMs: number } {
  const at = Math.max(now, newestAt() ?? now);
  const newest = Math.floor(at / bucketMs);
  const from = newest - recentBuckets + 1;
  // The first seconds would make a rate of a few lines.
  return { newest, from, coveredMs: Math.max(1000, at - Math.max(from * bucketMs, since)) };
}

/** Lines that arrived late long ago, such as the existing ones at the start, say nothing about now. */
function lateness(newestAt: number | undefined, behindMs: number | undefined, now: number): number {
  if (newestAt === undefined || behindMs === undefined) return 0;
  return now - (newestAt + behindMs) < receivingMs ? behindMs : 0;
}

const silent = (logger: string): Talker => ({
  logger,
  lines: 0,
  bytes: 0,
  events: 0,
  share: 0,
  bytesByLevel: [],
  pods: [],
});

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

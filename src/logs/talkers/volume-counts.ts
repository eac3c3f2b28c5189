import { type LogLevel, logLevels } from '../log-store.ts';

/** What was written by one logger at one level in one bucket. Bytes include line ends, but not the kubelet's timestamps. */
export type VisitVolume = (
  /** Number of the bucket since the epoch. */
  bucket: number,
  /** Number of the logger; `othersId` above the limit. */
  logger: number,
  level: LogLevel | undefined,
  lines: number,
  bytes: number,
  events: number,
) => void;

/** Counts of one log by logger, level and time. */
export type VolumeCounts = {
  /** Counts a line at its time, epoch ms. All lines of an event have its logger and level. */
  readonly count: (logger: number, level: LogLevel | undefined, at: number, bytes: number, isHead: boolean) => void;
  /** Counts a place where lines may be missing. */
  readonly countGap: (at: number) => void;
  /** Adds the counts of another part of the same log. */
  readonly add: (other: VolumeCounts) => void;
  /** Visits the buckets `from` to `to`, inclusive. */
  readonly visit: (from: number, to: number, use: VisitVolume) => void;
  readonly gaps: (from: number, to: number) => number;
  /** Epoch ms of the oldest and newest counted line; undefined without lines. */
  readonly firstAt: () => number | undefined;
  readonly lastAt: () => number | undefined;
};

export type VolumeOptions = {
  readonly bucketMs: number;
  /** Number of kept buckets, the newest ones. */
  readonly buckets: number;
  /** Maximum number of loggers and levels in a bucket. Lines of others are counted together. */
  readonly maxSeries: number;
};

/** Ten minutes, and the current bucket. A bucket of 100 series takes 3 KiB, and a usual one much less. */
export const liveVolume = { bucketMs: 10_000, buckets: 61, maxSeries: 100 } as const satisfies VolumeOptions;

/** Number of the loggers that are counted together. Numbers of names are smaller. */
export const othersId = 1 << 20;

const levelCount = 8;
const noLevel = logLevels.length;
/** Key, lines, bytes and events of a series. */
const stride = 4;

/** Creates the counts. Counting a line takes no memory unless its series is new in its bucket. */
export function createVolumeCounts({ bucketMs, buckets, maxSeries }: VolumeOptions): VolumeCounts {
  /** The series of each bucket, by bucket number modulo the number of buckets. */
  const ring: number[][] = Array.from({ length: buckets }, () => []);
  const numbers = new Float64Array(buckets).fill(Number.NEGATIVE_INFINITY);
  const gapCounts = new Uint32Array(buckets);
  let firstAt: number | undefined;
  let lastAt: number | undefined;
  // Most lines belong to the same series as the line before.
  let last: { readonly bucket: number; readonly key: number; readonly series: number[]; readonly slot: number } = {
    bucket: Number.NaN,
    key: 0,
    series: [],
    slot: 0,
  };

  /** Returns the place of a bucket in the ring; undefined for a bucket that is too old. */
  const placeOf = (bucket: number): number | undefined => {
    const place = ((bucket % buckets) + buckets) % buckets;
    const current = numbers[place] ?? 0;
    if (current > bucket) return undefined;
    if (current < bucket) {
      numbers[place] = bucket;
      gapCounts[place] = 0;
      ring[place] = [];
    }
    return place;
  };
  const slotOf = (series: number[], key: number): number => {
    for (let slot = 0; slot < series.length; slot += stride) if (series[slot] === key) return slot;
    const isFull = series.length >= maxSeries * stride && key < othersId * levelCount;
    if (isFull) return slotOf(series, othersId * levelCount + (key % levelCount));
    series.push(key, 0, 0, 0);
    return series.length - stride;
  };
  const addTo = (bucket: number, key: number, lines: number, bytes: number, events: number) => {
    if (last.bucket !== bucket || last.key !== key) {
      const place = placeOf(bucket);
      const series = place === undefined ? undefined : ring[place];
      if (series === undefined) return;
      last = { bucket, key, series, slot: slotOf(series, key) };
    }
    const { series, slot } = last;
    series[slot + 1] = (series[slot + 1] ?? 0) + lines;
    series[slot + 2] = (series[slot + 2] ?? 0) + bytes;
    series[slot + 3] = (series[slot + 3] ?? 0) + events;
  };
  const noteTime = (at: number) => {
    if (firstAt === undefined || at < firstAt) firstAt = at;
    if (lastAt === undefined || at > lastAt) lastAt = at;
  };
  const eachPlace = (from: number, to: number, use: (place: number, bucket: number) => void) => {
    for (let place = 0; place < buckets; place += 1) {
      const bucket = numbers[place] ?? Number.NEGATIVE_INFINITY;
      if (bucket >= from && bucket <= to) use(place, bucket);
    }
  };
  const visit: VolumeCounts['visit'] = (from, to, use) =>
    eachPlace(from, to, (place, bucket) => {
      const series = ring[place] ?? [];
      for (let slot = 0; slot < series.length; slot += stride) {
        const key = series[slot] ?? 0;
        const lines = series[slot + 1] ?? 0;
        const bytes = series[slot + 2] ?? 0;
        use(bucket, Math.floor(key / levelCount), logLevels[key % levelCount], lines, bytes, series[slot + 3] ?? 0);
      }
    });
  const gaps: VolumeCounts['gaps'] = (from, to) => {
    let count = 0;
    eachPlace(from, to, (place) => {
      count += gapCounts[place] ?? 0;
    });
    return count;
  };

  return {
    count: (logger, level, at, bytes, isHead) => {
      noteTime(at);
      addTo(Math.floor(at / bucketMs), keyOf(logger, level), 1, bytes, isHead ? 1 : 0);
    },
    countGap: (at) => {
      const place = placeOf(Math.floor(at / bucketMs));
      if (place !== undefined) gapCounts[place] = (gapCounts[place] ?? 0) + 1;
    },
    add: (other) => {
      for (const at of [other.firstAt(), other.lastAt()]) if (at !== undefined) noteTime(at);
      other.visit(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, (bucket, logger, level, lines, bytes, events) => {
        addTo(bucket, keyOf(logger, level), lines, bytes, events);
      });
    },
    visit,
    gaps,
    firstAt: () => firstAt,
    lastAt: () => lastAt,
  };
}

function keyOf(logger: number, level: LogLevel | undefined): number {
  return logger * levelCount + (level === undefined ? noLevel : logLevels.indexOf(level));
}

import { mainContainer } from '../../flink/names.ts';
import type { LogLevel, LogSource } from '../../logs/log-store.ts';
import { nextLevelUp, savedShare } from '../../logs/talkers/predict-savings.ts';
import { recentWindow } from '../../logs/talkers/recent-talkers.ts';
import { sumTalkers, type Talker } from '../../logs/talkers/talkers.ts';
import { liveVolume } from '../../logs/talkers/volume-counts.ts';

/**
 * A logger that writes most of a pod's log, so much that the log is soon rotated away. By default, the kubelet rotates
 * at 10 MiB (`containerLogMaxSize`), and `kubectl logs` reads only the newest file: 1000 lines a second of usual length
 * fill it within a minute, and 1 MiB a second within 10 s.
 */
const floodLimits = { lines: 1000, bytes: 1024 * 1024, share: 0.5 } as const;

/** A logger that floods the log of a pod. Rates are per second, rounded to two digits. */
export type LogFlood = {
  /** As written in the log; `noLogger` for output without a logger. */
  readonly logger: string;
  readonly pod: string;
  readonly lines: number;
  readonly bytes: number;
  /** Share of the bytes of the log, 0 to 1. */
  readonly share: number;
  /** The next level up and the share of the log that it saves; undefined if raising the level would hide errors. */
  readonly raise: { readonly level: LogLevel; readonly savedShare: number } | undefined;
  /** Epoch ms from which on it has flooded the log; undefined if unknown. */
  readonly since: number | undefined;
  /** How it was measured, if not over the last minute: `in 0.8s of its log`. */
  readonly measured?: string;
};

/** The floods of all logs, or the reason why they are unknown. */
export type LogFloods =
  | {
      readonly state: 'counted';
      readonly floods: readonly LogFlood[];
    }
  | { readonly state: 'unknown'; readonly reason: string };

/** A log must have been counted for almost a minute: Flink writes a lot when a pod starts or a job fails. */
const minCoveredMs = 50_000;
const { bucketMs } = liveVolume;

/** Finds the floods of the last minute. `now`: epoch ms by the clock of the cluster. */
export function findLogFloods(sources: readonly LogSource[], now: number): LogFloods {
  const main = sources.filter(({ container }) => container === mainContainer);
  const counted = main.map((source) => floodIn(source, now)).filter((found) => found !== undefined);
  if (counted.length > 0) return { state: 'counted', floods: counted.flat() };
  const denied = main.find(({ state }) => state.state === 'denied')?.state;
  const reason = denied?.state === 'denied' ? denied.reason : 'the logs have been counted for less than a minute';
  return { state: 'unknown', reason };
}

/** Returns the loggers that flood this log; undefined if it has not been counted for long enough. */
function floodIn({ pod, volume }: LogSource, now: number): readonly LogFlood[] | undefined {
  const since = volume.since();
  if (since === undefined) return undefined;
  const { from, newest, coveredMs } = recentWindow(volume, since, now);
  if (coveredMs < minCoveredMs) return undefined;
  const sum = sumTalkers();
  volume.visit(from, newest, (_, logger, level, lines, bytes, events) =>
    sum.add({ pod, logger, level, lines, bytes, events, overMs: coveredMs }),
  );
  return floodsAmong(sum.talkers().talkers, pod).map((flood) => ({
    ...flood,
    since: floodSince(volume, flood.logger, newest),
  }));
}

/** Returns the logger that floods the log of a pod, if there is one. */
export function floodsAmong(talkers: readonly Talker[], pod: string): readonly LogFlood[] {
  return talkers.filter(isFlood).map((talker) => {
    const level = nextLevelUp(talker);
    return {
      logger: talker.logger,
      pod,
      lines: rounded(talker.lines),
      bytes: rounded(talker.bytes),
      share: rounded(talker.share),
      raise: level && { level, savedShare: rounded(savedShare(talker, level)) },
      since: undefined,
    };
  });
}

function isFlood({ lines, bytes, share }: Talker): boolean {
  return (lines > floodLimits.lines || bytes > floodLimits.bytes) && share > floodLimits.share;
}

/** Returns the start of the first of the last full buckets that all exceed a limit. */
function floodSince(volume: LogSource['volume'], logger: string, newest: number): number {
  const written = new Map<number, { lines: number; bytes: number }>();
  volume.visit(newest - liveVolume.buckets, newest - 1, (bucket, name, _, lines, bytes) => {
    if (name !== logger) return;
    const sum = written.get(bucket) ?? { lines: 0, bytes: 0 };
    written.set(bucket, { lines: sum.lines + lines, bytes: sum.bytes + bytes });
  });
  let first = newest;
  for (let found = written.get(first - 1); isOverLimit(found); found = written.get(first - 1)) first -= 1;
  return first * bucketMs;
}

function isOverLimit(written: { readonly lines: number; readonly bytes: number } | undefined): boolean {
  if (written === undefined) return false;
  const seconds = bucketMs / 1000;
  return written.lines > floodLimits.lines * seconds || written.bytes > floodLimits.bytes * seconds;
}

/** Two digits, so that a steady flood stays the same fact. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

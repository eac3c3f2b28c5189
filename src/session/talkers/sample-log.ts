import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { LogOrigin } from '../../logs/stream/streamed-event.ts';
import { countLog, type LogCount } from '../../logs/talkers/count-log.ts';
import type { Counted } from '../../logs/talkers/talkers.ts';
import { type OpenLog, readLogFile } from '../logs/log-file.ts';
import { isLogMissing } from '../logs/log-status.ts';

/** What the loggers of one container wrote in a part of its log. */
export type LogSample = {
  readonly origin: LogOrigin;
  readonly counted: readonly Counted[];
  /** Time that the part covers, ms. 0 without a log. */
  readonly overMs: number;
  /** Why the part is shorter than requested: the size limit, or a log that begins later. */
  readonly cut: 'size' | 'start' | undefined;
};

type Source = {
  readonly kubernetes: Pick<KubernetesApi, 'podLog' | 'serverTime'>;
  readonly namespace: string;
  readonly origin: LogOrigin;
};

/** A log that is this much shorter than requested may begin later. */
const toleranceMs = 2000;
/** A burst of lines with the same time is no rate. */
const minCutMs = 100;

/**
 * Counts the last `sinceMs` of a log, at most `maxBytes` of it: the kubelet sends the oldest ones. It reads only the newest
 * file, which may begin later.
 * @throws KubernetesError
 */
export async function sampleLog(
  { kubernetes, namespace, origin }: Source,
  { sinceMs, maxBytes }: { readonly sinceMs: number; readonly maxBytes: number },
  signal: AbortSignal,
): Promise<LogSample> {
  const open: OpenLog = (options) =>
    openIfThere(kubernetes.podLog({ namespace, ...origin, timestamps: true, ...options }, signal));
  const sinceSeconds = Math.max(1, Math.ceil(sinceMs / 1000));
  const from = (kubernetes.serverTime() ?? Date.now()) - sinceMs;
  const log = await openIfThere(
    kubernetes.podLog({ namespace, ...origin, timestamps: true, sinceSeconds, limitBytes: maxBytes }, signal),
  );
  if (log === undefined) return { origin, counted: [], overMs: 0, cut: undefined };
  const count = countLog();
  let received = 0;
  for await (const chunk of log) {
    received += chunk.length;
    count.write(chunk);
  }
  const isCut = received >= maxBytes;
  count.end(isCut ? 'broken' : 'complete');
  const first = count.firstAt();
  const last = count.lastAt();
  if (first === undefined || last === undefined) return sampleOf(origin, count, sinceMs, undefined);
  const startsLater = async () => {
    const file = await readLogFile(open);
    return file !== undefined && file.startsAt >= first;
  };
  if (isCut) {
    const isWhole = first - from <= toleranceMs || !(await startsLater());
    return sampleOf(origin, count, Math.max(minCutMs, last - (isWhole ? from : first)), 'size');
  }
  const now = Math.max(kubernetes.serverTime() ?? Date.now(), last);
  if (now - first >= sinceMs - toleranceMs) return sampleOf(origin, count, sinceMs, undefined);
  if (!(await startsLater())) return sampleOf(origin, count, sinceMs, undefined);
  return sampleOf(origin, count, Math.max(1000, now - first), 'start');
}

/**
 * Counts what a container writes in this time.
 * @throws KubernetesError
 */
export async function countNewLines(
  { kubernetes, namespace, origin }: Source,
  forMs: number,
  signal: AbortSignal,
): Promise<LogSample> {
  const count = countLog();
  const done = new AbortController();
  const following = AbortSignal.any([signal, done.signal]);
  const options = { namespace, ...origin, timestamps: true, follow: true, tailLines: 0 };
  const log = await openIfThere(kubernetes.podLog(options, following));
  if (log === undefined) return { origin, counted: [], overMs: 0, cut: undefined };
  const timer = setTimeout(() => done.abort(), forMs);
  try {
    for await (const chunk of log) count.write(chunk);
  } finally {
    clearTimeout(timer);
  }
  signal.throwIfAborted();
  return sampleOf(origin, count, forMs, undefined);
}

function sampleOf(origin: LogOrigin, count: LogCount, overMs: number, cut: LogSample['cut']): LogSample {
  return {
    origin,
    counted: count.counted().map((counted) => ({ ...counted, pod: origin.pod, overMs })),
    overMs,
    cut,
  };
}

/** A container that has not started yet has no log. */
async function openIfThere(
  opening: Promise<AsyncIterable<Uint8Array>>,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof KubernetesError && isLogMissing(error)) return undefined;
    throw error;
  }
}

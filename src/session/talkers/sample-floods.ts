import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { LogOrigin } from '../../logs/stream/streamed-event.ts';
import { sumTalkers } from '../../logs/talkers/talkers.ts';
import { formatMeasured } from '../../text/duration.ts';
import { inParallel } from '../in-parallel.ts';
import { floodsAmong, type LogFlood, type LogFloods } from './log-floods.ts';
import { type LogSample, sampleLog } from './sample-log.ts';

/** Gentle on the nodes: at most 10 MiB over all pods. */
const maxSampled = 10;
const maxBytes = 512 * 1024;
/** A pod that floods its log now is read again, from a minute ago: a burst is no flood. */
const sinceMs = { now: 10_000, before: 60_000 } as const;

/**
 * Finds floods in samples of a few logs, for commands that do not follow the logs. `skipped` is the number of logs that
 * were not read.
 */
export async function sampleFloods(
  kubernetes: Pick<KubernetesApi, 'podLog' | 'serverTime'>,
  namespace: string,
  origins: readonly LogOrigin[],
  signal: AbortSignal,
): Promise<{ readonly logFloods: LogFloods; readonly skipped: number }> {
  let failure: Error | undefined;
  const read = async (origin: LogOrigin, ms: number): Promise<LogSample | undefined> => {
    try {
      return await sampleLog({ kubernetes, namespace, origin }, { sinceMs: ms, maxBytes }, signal);
    } catch (error) {
      signal.throwIfAborted();
      failure = error instanceof Error ? error : new Error(String(error));
      return undefined;
    }
  };
  const sampled = origins.slice(0, maxSampled);
  const found = await inParallel(sampled, async (origin) => {
    const [flood] = floodsIn(await read(origin, sinceMs.now));
    if (flood === undefined) return [];
    const before = floodsIn(await read(origin, sinceMs.before)).find(({ logger }) => logger === flood.logger);
    return before === undefined ? [] : [before.bytes < flood.bytes ? before : flood];
  });
  const skipped = origins.length - sampled.length;
  if (failure !== undefined && found.flat().length === 0) {
    return { logFloods: { state: 'unknown', reason: failure.message }, skipped };
  }
  return { logFloods: { state: 'counted', floods: found.flat() }, skipped };
}

function floodsIn(sample: LogSample | undefined): readonly LogFlood[] {
  if (sample === undefined) return [];
  const { counted, overMs, origin } = sample;
  const sum = sumTalkers();
  for (const part of counted) sum.add(part);
  return floodsAmong(sum.talkers().talkers, origin.pod).map((flood) => ({
    ...flood,
    measured: `measured in ${formatMeasured(overMs)} of its log`,
  }));
}

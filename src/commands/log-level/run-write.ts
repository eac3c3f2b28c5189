import { readLoggingConfig } from '../../logging-config/read-config.ts';
import { clusterPods } from '../cluster-objects.ts';
import type { Progress, Services } from '../command.ts';
import { waitUntil } from '../wait-until.ts';
import { hasLevels } from './has-levels.ts';
import { isTimeKept } from './is-time-kept.ts';
import type { WriteResult } from './level-result.ts';
import type { PodOutcome } from './pod-outcome.ts';
import { projectionOf } from './projection.ts';
import { reloadInterval } from './reload-interval.ts';
import { lineJudge } from './watch-log.ts';
import { watchPods } from './watch-pods.ts';
import { type Written, writeFile } from './write-file.ts';
import type { WritePlan } from './write-plan.ts';

/** Writes the file as it was planned, hurries it into the pods, and watches it take effect in each of them. */
export async function* runWrite(
  services: Services,
  planned: WritePlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult, void> {
  return yield* watchWritten(services, yield* writeFile(services, planned, signal), signal);
}

/** The second half of it, for whoever has to know what was written whatever becomes of the rest. */
export async function* watchWritten(
  services: Services,
  written: Written,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult, void> {
  const { plan, isWritten, writtenAt } = written;
  if (!isWritten || !plan.wait) return resultOf(services, written);
  const { connection, now } = services;
  const { facts, next, timeoutMs, until } = plan;
  const { file, path, rights } = facts;
  // What goes back before it is live is not waited for any longer.
  const endsAt = Math.min(writtenAt + timeoutMs, until ?? Number.POSITIVE_INFINITY);
  const look = async () => ({ done: await clusterPods(connection, signal) });
  // Where nobody tells which there are now, those that there were.
  const pods = (yield* waitUntil(look, { timeoutMs: endsAt - now(), now }, signal)) ?? facts.pods.map(({ pod }) => pod);
  const watched = pods.map((pod) => ({
    pod,
    projection: projectionOf(pod, file.name, file.key, path),
    interval: reloadInterval(file, pod, writtenAt),
  }));
  const terms = {
    isThere: (text: string) => text === next.text || hasLevels(plan, text),
    writtenAt,
    may: rights,
    tell: lineJudge(file.config, readLoggingConfig(file.backend, next.text)),
  };
  return resultOf(services, written, yield* watchPods(services, watched, terms, endsAt - now(), signal));
}

/** `pods` as far as they were watched. */
export function resultOf(services: Services, written: Written, pods?: readonly PodOutcome[]): WriteResult {
  const { plan, isWritten, writtenAt, notes, whileSet } = written;
  const { facts, asked, timeoutMs, until, forMs } = plan;
  return {
    kind: 'write',
    configMap: facts.file.name,
    key: facts.file.key,
    levels: asked,
    isWritten,
    pods,
    timeoutMs,
    until,
    cutShortMs: until !== null && until < writtenAt + timeoutMs ? forMs : undefined,
    isTimeKept: isTimeKept(services, plan),
    back: undefined,
    notTakenBack: undefined,
    isInterrupted: false,
    notes: [...notes, ...whileSet],
  };
}

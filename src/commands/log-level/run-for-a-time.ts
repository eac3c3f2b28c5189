import { formatDuration } from '../../text/duration.ts';
import type { Input, Progress, Services } from '../command.ts';
import { pause } from '../wait-until.ts';
import type { WriteResult } from './level-result.ts';
import { readLiveFile } from './live-file.ts';
import { planTakeBack } from './plan-take-back.ts';
import { runWrite } from './run-write.ts';
import type { WritePlan } from './write-plan.ts';

const tellEveryMs = 1000;
/** Whoever interrupts wants to be gone soon: this long the way back may take. */
const wayBackMs = 5000;

/**
 * `--for` where no screen keeps the time: sets the level, waits, and takes it back. An interrupt takes it back at once,
 * since nobody would later.
 */
export async function* runForATime(
  services: Services,
  plan: WritePlan & { readonly until: number },
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult, void> {
  const { now } = services;
  let set: WriteResult | undefined;
  try {
    set = yield* runWrite(services, plan, signal);
    for (let left = plan.until - now(); left > 0; left = plan.until - now()) {
      yield {
        kind: 'step',
        text: `${plan.title}: goes back in ${formatDuration(left + 999)}; Ctrl-C takes it back now`,
      };
      await pause(Math.min(left, tellEveryMs), signal);
    }
    return { ...set, back: yield* takeBack(services, plan, true, signal) };
  } catch (error) {
    if (!signal.aborted || set === undefined) throw error;
    yield { kind: 'step', text: 'interrupted: taking it back' };
    const back = yield* takeBack(services, plan, false, AbortSignal.timeout(wayBackMs));
    return { ...set, back, isInterrupted: true };
  }
}

/** If it is pending still: somebody else may have been quicker. */
async function* takeBack(
  services: Services,
  { asked, facts, timeoutMs }: WritePlan,
  wait: boolean,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult | undefined, void> {
  const { pending } = await readLiveFile(services, facts.file.backend, signal);
  if (pending === undefined || !pending.levels.some(({ logger }) => logger === asked[0]?.logger)) return undefined;
  const options: Input['options'] = { undo: true, timeout: timeoutMs, ...(wait ? {} : { 'no-wait': true }) };
  const plan = await planTakeBack(services, { arguments: asked.map(({ logger }) => logger), options }, signal);
  return plan.kind === 'write' ? yield* runWrite(services, plan, signal) : undefined;
}

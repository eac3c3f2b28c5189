import type { PendingLevel } from '../../../session/levels/pending-levels.ts';
import type { Input, Progress, Services } from '../../record/command.ts';
import { isPassing, pause } from '../../record/wait-until.ts';
import { planRevert } from '../plan/plan-revert.ts';
import type { WritePlan } from '../plan/write-plan.ts';
import { readLiveFile } from './live-file.ts';
import { type Written, writeFile } from './write-file.ts';

/** While the API server is away, how often it is tried whether it is back. */
const tryAgainMs = 2000;

/** The way back as it was written, or why there was none to go. */
export type RevertOutcome =
  | { readonly kind: 'written'; readonly written: Written }
  | { readonly kind: 'none'; readonly why: string };

/** Tries as often as it takes until the API server answers: a laptop wakes before its network does. */
export async function* revertLevel(
  services: Services,
  plan: WritePlan,
  ours: PendingLevel,
  options: Input['options'],
  signal: AbortSignal,
): AsyncGenerator<Progress, RevertOutcome, void> {
  while (true) {
    try {
      return yield* tryToTakeBack(services, plan, ours, options, signal);
    } catch (error) {
      if (!isPassing(error)) throw error;
      yield { kind: 'step', text: `${ours.logger} stays ${ours.level} for now, trying again: ${error.message}` };
      await pause(tryAgainMs, signal);
    }
  }
}

/** If it is the one that was set here still: somebody else may have been quicker, or have set it anew. */
async function* tryToTakeBack(
  services: Services,
  { facts }: WritePlan,
  { logger, level, since }: PendingLevel,
  options: Input['options'],
  signal: AbortSignal,
): AsyncGenerator<Progress, RevertOutcome, void> {
  const { pending } = await readLiveFile(services, facts.file.backend, signal);
  const now = pending?.levels.find((candidate) => candidate.logger === logger);
  if (now === undefined) return { kind: 'none', why: `${logger} was taken back already.` };
  if (now.level !== level || now.since !== since) {
    return { kind: 'none', why: `${now.by} has set ${logger} to ${now.level} meanwhile: that stays.` };
  }
  const plan = await planRevert(services, { arguments: [logger], options: { ...options, undo: true } }, signal);
  if (plan.kind !== 'write') throw new Error(`there is nothing to take back of ${logger}`);
  return { kind: 'written', written: yield* writeFile(services, plan, signal) };
}

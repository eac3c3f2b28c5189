import type { PendingLevel } from '../../../session/levels/pending-levels.ts';
import type { Input, Progress, Services } from '../../record/command.ts';
import { isTransient, pause } from '../../record/wait-until.ts';
import { planRevert } from '../plan/plan-revert.ts';
import type { WritePlan } from '../plan/write-plan.ts';
import { readLiveFile } from './live-file.ts';
import { type WrittenFile, writeFile } from './write-file.ts';

const retryIntervalMs = 2000;

/** The written revert, or the reason why none was needed. */
export type RevertOutcome =
  | { readonly kind: 'written'; readonly written: WrittenFile }
  | { readonly kind: 'none'; readonly reason: string };

/** Reverts a level. Retries until the API server responds, because after sleep the network may not be up yet. */
export async function* revertLevel(
  services: Services,
  plan: WritePlan,
  pendingLevel: PendingLevel,
  options: Input['options'],
  signal: AbortSignal,
): AsyncGenerator<Progress, RevertOutcome, void> {
  while (true) {
    try {
      return yield* tryRevert(services, plan, pendingLevel, options, signal);
    } catch (error) {
      if (!isTransient(error)) throw error;
      yield { kind: 'step', text: `${pendingLevel.logger} is still ${pendingLevel.level}, retrying: ${error.message}` };
      await pause(retryIntervalMs, signal);
    }
  }
}

/** Reverts the level unless another client has reverted or changed it. */
async function* tryRevert(
  services: Services,
  { facts }: WritePlan,
  { logger, level, since }: PendingLevel,
  options: Input['options'],
  signal: AbortSignal,
): AsyncGenerator<Progress, RevertOutcome, void> {
  const { pending } = await readLiveFile(services, facts.file.backend, signal);
  const current = pending?.levels.find((candidate) => candidate.logger === logger);
  if (current === undefined) return { kind: 'none', reason: `${logger} was already reverted` };
  if (current.level !== level || current.since !== since) {
    return { kind: 'none', reason: `${logger} was not reverted: ${current.by} has set it to ${current.level}` };
  }
  const plan = await planRevert(services, { arguments: [logger], options: { ...options, undo: true } }, signal);
  if (plan.kind !== 'write') throw new Error(`nothing to revert for ${logger}`);
  return { kind: 'written', written: yield* writeFile(services, plan, signal) };
}

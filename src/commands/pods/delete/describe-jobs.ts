import type { Checkpoints } from '../../../flink/responses.ts';
import { inParallel } from '../../../session/in-parallel.ts';
import type { Connection } from '../../../session/session.ts';
import { affectedJob, describeJob } from '../../job/describe-job.ts';
import type { AffectedItem, Fact } from '../../record/plan/plan-section.ts';
import { resultOrError } from '../../record/result-or-error.ts';
import type { AffectedJob, JobEffect } from './plan-type.ts';

export type DescribedEffect = { readonly effect: JobEffect; readonly line: string; readonly item: AffectedItem };

/** Reads the checkpoints of the jobs, and describes what happens to each job. */
export function describeEffects(
  { flink }: Connection,
  jobs: readonly AffectedJob[],
  now: number,
  signal: AbortSignal,
): Promise<readonly DescribedEffect[]> {
  return inParallel(jobs, async ({ job, effect }) => {
    const checkpoints = await resultOrError(flink.checkpoints(job.id, signal), signal);
    const { facts, ...item } = affectedJob(job, checkpoints, now, 'with savepoint');
    const [checkpoint, ...others] = facts;
    const outcome = outcomeOf(effect, checkpoints, checkpoint?.text ?? '');
    // A lost job still has its last checkpoint, from which somebody may start it again.
    const rest = effect === 'is lost' || effect === 'fails' ? facts : others;
    const line = `Job ${describeJob(job, checkpoints, now)}: ${effect}${outcome.suffix}`;
    return { effect, item: { ...item, facts: [outcome.fact, ...rest] }, line };
  });
}

function outcomeOf(
  effect: JobEffect,
  checkpoints: Checkpoints | Error,
  newest: string,
): { readonly fact: Fact; readonly suffix: string } {
  if (effect === 'is lost' || effect === 'fails') return { fact: { text: effect, isLoss: true }, suffix: '' };
  if (checkpoints instanceof Error) return { fact: { text: newest }, suffix: ' from its last checkpoint' };
  const hasAny = checkpoints.enabled && (checkpoints.latestCompleted ?? checkpoints.latestSavepoint) !== undefined;
  if (hasAny) return { fact: { text: `from ${newest}` }, suffix: ' from its last checkpoint' };
  return { fact: { text: 'from the beginning', isLoss: true }, suffix: ' from the beginning' };
}

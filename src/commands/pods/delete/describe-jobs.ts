import type { Checkpoints } from '../../../flink/responses.ts';
import { inParallel } from '../../../session/in-parallel.ts';
import type { Connection } from '../../../session/session.ts';
import { affectedJob, describeJob } from '../../job/describe-job.ts';
import type { AffectedItem, Fact } from '../../record/plan/plan-section.ts';
import { resultOrError } from '../../record/result-or-error.ts';
import type { AffectedJob, JobEffect } from './plan-type.ts';

export type DescribedEffect = { readonly effect: JobEffect; readonly line: string; readonly item: AffectedItem };

/**
 * Reads the checkpoints of the jobs, and describes what happens to each job.
 * @param losesCheckpoints whether the JobManager goes without high availability, which knows the checkpoints
 */
export function describeEffects(
  { flink }: Connection,
  jobs: readonly AffectedJob[],
  losesCheckpoints: boolean,
  now: number,
  signal: AbortSignal,
): Promise<readonly DescribedEffect[]> {
  return inParallel(jobs, async ({ job, effect, isCheckpointingDisabled }) => {
    // Flink logs an error if it is asked for the checkpoints of a job without checkpointing.
    const checkpoints: Checkpoints | Error = isCheckpointingDisabled
      ? { enabled: false }
      : await resultOrError(flink.checkpoints(job.id, signal), signal);
    const { facts, ...item } = affectedJob(job, checkpoints, now, 'with savepoint');
    const [checkpoint, ...others] = facts;
    const outcome = outcomeOf(effect, losesCheckpoints, checkpoints, checkpoint?.text ?? '');
    // A job that does not restore its last checkpoint still has it: somebody may start it again from there.
    const rest = effect === 'is lost' || effect === 'fails' || losesCheckpoints ? facts : others;
    const line = `Job ${describeJob(job, checkpoints, now)}: ${effect}${outcome.suffix}`;
    return { effect, item: { ...item, facts: [outcome.fact, ...rest] }, line };
  });
}

function outcomeOf(
  effect: JobEffect,
  losesCheckpoints: boolean,
  checkpoints: Checkpoints | Error,
  newest: string,
): { readonly fact: Fact; readonly suffix: string } {
  if (effect === 'is lost' || effect === 'fails') return { fact: { text: effect, isLoss: true }, suffix: '' };
  if (losesCheckpoints) return fromTheBeginning;
  if (checkpoints instanceof Error) return { fact: { text: newest }, suffix: ' from its last checkpoint' };
  const hasAny = checkpoints.enabled && (checkpoints.latestCompleted ?? checkpoints.latestSavepoint) !== undefined;
  if (hasAny) return { fact: { text: `from ${newest}` }, suffix: ' from its last checkpoint' };
  return fromTheBeginning;
}

const fromTheBeginning = { fact: { text: 'from the beginning', isLoss: true }, suffix: ' from the beginning' } as const;

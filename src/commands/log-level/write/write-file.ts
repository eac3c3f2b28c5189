import { KubernetesError } from '../../../kubernetes/error.ts';
import type { ConfigMap } from '../../../kubernetes/objects.ts';
import { fieldManager, findLastChange } from '../../../session/cluster/last-change.ts';
import { formatPendingLevels, newSince, pendingLevelsAnnotation } from '../../../session/levels/pending-levels.ts';
import { serverNow } from '../../../session/server-now.ts';
import type { Progress, Services } from '../../record/command.ts';
import { PlanOutdatedError } from '../../record/command-error.ts';
import { clockTime } from '../clock-time.ts';
import { changedLines, formatChange, type WritePlan } from '../plan/write-plan.ts';
import { hasTimer } from './has-timer.ts';
import { describeLastChange } from './last-change.ts';
import { configMapPath } from './live-file.ts';
import { writeSavedLevels } from './saved-levels.ts';

export type WrittenFile = {
  /** The written plan. Differs from the initial plan if the ConfigMap changed before the write. */
  readonly plan: WritePlan;
  /** The ConfigMap after the write. */
  readonly configMap: ConfigMap;
  /** false if the file already had this text. */
  readonly isWritten: boolean;
  /** Time of the write by this computer's clock. */
  readonly writtenAt: number;
  readonly notes: readonly string[];
  /** Notes that apply until the revert. */
  readonly notesWhileSet: readonly string[];
};

/**
 * Writes the planned text, or a new plan with the same changed lines if another client has changed the ConfigMap.
 * Throws a PlanOutdatedError if the new plan changes other lines.
 */
export async function* writeFile(
  services: Services,
  initialPlan: WritePlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, WrittenFile, void> {
  const { connection, now } = services;
  const notes: string[] = [];
  const notesWhileSet: string[] = [];
  for (let plan = withDeadlineFromNow(services, initialPlan); ; ) {
    const { file } = plan.facts;
    const { text, pending } = plan.update;
    const uid = file.configMap.metadata?.uid ?? '';
    const isSame = text === file.text && samePending(pending, file.pending);
    if (isSame) return { plan, configMap: file.configMap, isWritten: false, writtenAt: now(), notes, notesWhileSet };
    yield { kind: 'step', text: `Writing ${file.key} of ConfigMap ${file.name}` };
    try {
      const annotations = { [pendingLevelsAnnotation]: pending === undefined ? null : formatPendingLevels(pending) };
      // With this resource version, the API server rejects the write if another client has changed the ConfigMap.
      const metadata = { resourceVersion: file.configMap.metadata?.resourceVersion, annotations };
      const configMap = await connection.kubernetes.patch<ConfigMap>(
        configMapPath(connection.target),
        { metadata, data: { [file.key]: text } },
        signal,
        { fieldManager: fieldManager(services.local?.user ?? 'unknown user') },
      );
      const writtenAt = now();
      if (text !== file.text) notesWhileSet.push(describeEffect(services, plan));
      if (!(await writeSavedLevels(services, uid, pending)) && pending !== undefined && services.local !== undefined) {
        notesWhileSet.push(
          'flink-tui could not save the change on this computer. Only the ConfigMap contains the data for a revert.',
        );
      }
      return { plan, configMap, isWritten: text !== file.text, writtenAt, notes, notesWhileSet };
    } catch (error) {
      if (!(error instanceof KubernetesError) || error.kind !== 'conflict') throw error;
      const newPlan = await plan.replan(signal);
      if (changedLines(newPlan) !== changedLines(plan)) throw createOutdatedError(services, newPlan);
      notes.push('Another client changed the ConfigMap in the meantime. Its changes are kept.');
      plan = withDeadlineFromNow(services, newPlan);
    }
  }
}

/** Starts the `--for` duration at the write, because the user may have spent time reading the plan. */
function withDeadlineFromNow({ connection, now }: Services, plan: WritePlan): WritePlan {
  const { update, requested, forMs } = plan;
  const { pending } = update;
  if (forMs === undefined || plan.until === null || pending === undefined) return plan;
  const since = newSince(plan.facts.file.pending, serverNow(connection, now()));
  const until = since + forMs;
  const isRequested = (logger: string) => requested.some((request) => request.logger === logger);
  const levels = pending.levels.map((level) => (isRequested(level.logger) ? { ...level, since, until } : level));
  return { ...plan, until, update: { ...update, pending: { ...pending, levels } } };
}

const samePending = (a: WritePlan['update']['pending'], b: WritePlan['update']['pending']): boolean =>
  a === b || (a !== undefined && b !== undefined && formatPendingLevels(a) === formatPendingLevels(b));

function describeEffect(services: Services, plan: WritePlan): string {
  const { update, facts, until } = plan;
  if (until !== null) {
    const revert = hasTimer(services, plan) ? 'The level reverts automatically' : 'The revert is due';
    return `New TaskManagers also start with this level. ${revert} at ${clockTime(services, until)}.`;
  }
  if (update.pending !== undefined) {
    return 'New TaskManagers also start with this level. Revert the level with log-level --undo.';
  }
  const exception = update.otherChanges === 'none' ? '' : ', except for changes by other clients';
  return `ConfigMap ${facts.file.name} is restored${exception}. New TaskManagers also use the restored file.`;
}

function createOutdatedError(services: Services, plan: WritePlan): PlanOutdatedError {
  const { file } = plan.facts;
  const author = describeLastChange(services, findLastChange(file.configMap, file.key));
  return new PlanOutdatedError(`cannot write ${file.key}: it was changed after the plan was made, by ${author}`, [
    ...formatChange(plan),
    'Run the command again to write this change',
  ]);
}

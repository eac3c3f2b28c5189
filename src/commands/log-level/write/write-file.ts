import { KubernetesError } from '../../../kubernetes/error.ts';
import type { ConfigMap } from '../../../kubernetes/objects.ts';
import { formatPendingLevels, pendingLevelsAnnotation } from '../../../session/levels/pending-levels.ts';
import type { Progress, Services } from '../../record/command.ts';
import { PlanOutdated } from '../../record/plan-outdated.ts';
import { clockTime } from '../clock-time.ts';
import { startingNow } from '../plan/starting-now.ts';
import { changedLines, formatChange, type WritePlan } from '../plan/write-plan.ts';
import { describeAuthor, fieldManager, whoWrote } from './change-author.ts';
import { hasTimer } from './has-timer.ts';
import { configMapPath } from './live-file.ts';
import { writeSavedPending } from './saved-pending.ts';

export type Written = {
  /** The one that was written: another than the one asked for, where it had to be made anew. */
  readonly plan: WritePlan;
  /** As it is with it. */
  readonly configMap: ConfigMap;
  /** False where the file said so already. */
  readonly isWritten: boolean;
  /** When the ConfigMap had it, by this computer's clock. */
  readonly writtenAt: number;
  readonly notes: readonly string[];
  /** What is to be known as long as it is not taken back. */
  readonly whileSet: readonly string[];
};

/**
 * A plan is written over the very text that it was made on: the API server refuses it for any other. If somebody has
 * changed something else in between, the same lines are changed in theirs; else nothing is, and it is to be asked again.
 */
export async function* writeFile(
  services: Services,
  planned: WritePlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, Written, void> {
  const { connection, now } = services;
  const notes: string[] = [];
  const whileSet: string[] = [];
  for (let plan = startingNow(services, planned); ; ) {
    const { file } = plan.facts;
    const { text, pending } = plan.next;
    const uid = file.configMap.metadata?.uid ?? '';
    const isSame = text === file.text && samePending(pending, file.pending);
    if (isSame) return { plan, configMap: file.configMap, isWritten: false, writtenAt: now(), notes, whileSet };
    yield { kind: 'step', text: `writing ${file.key} of the ConfigMap ${file.name}` };
    try {
      const annotations = { [pendingLevelsAnnotation]: pending === undefined ? null : formatPendingLevels(pending) };
      const metadata = { resourceVersion: file.configMap.metadata?.resourceVersion, annotations };
      const configMap = await connection.kubernetes.patch<ConfigMap>(
        configMapPath(connection.target),
        { metadata, data: { [file.key]: text } },
        signal,
        { fieldManager: fieldManager(services.local?.who ?? 'somebody') },
      );
      const writtenAt = now();
      if (text !== file.text) whileSet.push(whatStays(services, plan));
      if (!(await writeSavedPending(services, uid, pending)) && pending !== undefined && services.local !== undefined) {
        whileSet.push('The change could not be noted on this computer: the ConfigMap alone keeps how it goes back.');
      }
      return { plan, configMap, isWritten: text !== file.text, writtenAt, notes, whileSet };
    } catch (error) {
      if (!(error instanceof KubernetesError) || error.kind !== 'conflict') throw error;
      const again = await plan.again(signal);
      if (changedLines(again) !== changedLines(plan)) throw outdated(services, again);
      notes.push('Somebody else has changed the ConfigMap in between: what they wrote stays.');
      plan = startingNow(services, again);
    }
  }
}

const samePending = (a: WritePlan['next']['pending'], b: WritePlan['next']['pending']): boolean =>
  a === b || (a !== undefined && b !== undefined && formatPendingLevels(a) === formatPendingLevels(b));

function whatStays(services: Services, plan: WritePlan): string {
  const { next, facts, until } = plan;
  if (until !== null) {
    const goesBack = hasTimer(services, plan) ? 'it goes back by itself' : 'it is due to go back';
    return `TaskManagers that start meanwhile have it too; ${goesBack} at ${clockTime(services, until)}.`;
  }
  if (next.pending !== undefined) {
    return 'TaskManagers that start from now on have it too; log-level --undo takes it back.';
  }
  const but = next.others === 'nothing' ? '' : ', but for what others have changed since';
  return `${facts.file.name} is as it was before flink-tui${but}; TaskManagers that start from now on have it so too.`;
}

function outdated(services: Services, again: WritePlan): PlanOutdated {
  const { file } = again.facts;
  const who = describeAuthor(services, whoWrote(file.configMap, file.key));
  return new PlanOutdated(
    `nothing was written: the file was changed meanwhile by ${who}, and the change would be another one now`,
    [...formatChange(again), 'Run the command again to write that.'],
  );
}

import { KubernetesError } from '../../kubernetes/error.ts';
import type { ConfigMap } from '../../kubernetes/objects.ts';
import { readLoggingConfig } from '../../logging-config/read-config.ts';
import { formatPendingLevels, pendingLevelsAnnotation } from '../../session/logging/pending-levels.ts';
import { clusterPods } from '../cluster-objects.ts';
import type { Progress, Services } from '../command.ts';
import { PlanOutdated } from '../plan-outdated.ts';
import type { WriteResult } from './level-result.ts';
import { configMapPath } from './live-file.ts';
import { projectionOf } from './projection.ts';
import { reloadInterval } from './reload-interval.ts';
import { writeNote } from './remember-pending.ts';
import { lineJudge } from './watch-log.ts';
import { watchPods } from './watch-pods.ts';
import { changedLines, formatChange, type WritePlan } from './write-plan.ts';

/** Writes the file as it was planned, hurries it into the pods, and watches it take effect in each of them. */
export async function* runWrite(
  services: Services,
  planned: WritePlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult, void> {
  const { plan, isWritten, notes } = yield* write(services, planned, signal);
  const { file, path, rights } = plan.facts;
  const writtenAt = services.now();
  const pods = (await clusterPods(services.connection, signal)).map((pod) => ({
    pod,
    projection: projectionOf(pod, file.name, file.key, path),
    interval: reloadInterval(file, pod, writtenAt),
  }));
  const terms = {
    text: plan.next.text,
    writtenAt,
    may: rights,
    tell: lineJudge(file.config, readLoggingConfig(file.backend, plan.next.text)),
  };
  const isWatched = isWritten && plan.wait;
  return {
    kind: 'write',
    configMap: file.name,
    key: file.key,
    levels: plan.asked,
    isWritten,
    pods: isWatched ? yield* watchPods(services, pods, terms, plan.timeoutMs, signal) : undefined,
    timeoutMs: plan.timeoutMs,
    until: plan.until,
    back: undefined,
    isInterrupted: false,
    notes,
  };
}

type Written = { readonly plan: WritePlan; readonly isWritten: boolean; readonly notes: readonly string[] };

/**
 * A plan is written over the very text that it was made on: the API server refuses it for any other. If somebody has
 * changed something else in between, the same lines are changed in theirs; else nothing is, and it is to be asked again.
 */
async function* write(
  services: Services,
  planned: WritePlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, Written, void> {
  const { connection } = services;
  const notes: string[] = [];
  for (let plan = planned; ; ) {
    const { file } = plan.facts;
    const { text, pending } = plan.next;
    const uid = file.configMap.metadata?.uid ?? '';
    if (text === file.text && samePending(pending, file.pending)) return { plan, isWritten: false, notes };
    yield { kind: 'step', text: `writing ${file.key} of the ConfigMap ${file.name}` };
    try {
      const annotations = { [pendingLevelsAnnotation]: pending === undefined ? null : formatPendingLevels(pending) };
      const metadata = { resourceVersion: file.configMap.metadata?.resourceVersion, annotations };
      await connection.kubernetes.patch<ConfigMap>(
        configMapPath(connection.target),
        { metadata, data: { [file.key]: text } },
        signal,
      );
      if (text !== file.text) notes.push(...whatStays(plan));
      if (!(await writeNote(services, uid, pending)) && pending !== undefined && services.local !== undefined) {
        notes.push('The change could not be noted on this computer: the ConfigMap alone keeps how it goes back.');
      }
      return { plan, isWritten: text !== file.text, notes };
    } catch (error) {
      if (!(error instanceof KubernetesError) || error.kind !== 'conflict') throw error;
      const again = await plan.again(signal);
      if (changedLines(again) !== changedLines(plan)) throw outdated(again);
      notes.push('Somebody else has changed the ConfigMap in between: what they wrote stays.');
      plan = again;
    }
  }
}

const samePending = (a: WritePlan['next']['pending'], b: WritePlan['next']['pending']): boolean =>
  a === b || (a !== undefined && b !== undefined && formatPendingLevels(a) === formatPendingLevels(b));

function whatStays({ next, facts }: WritePlan): readonly string[] {
  const { name } = facts.file;
  if (next.pending === undefined)
    return [`${name} is as it was before flink-tui; TaskManagers that start from now on have it so too.`];
  return ['TaskManagers that start from now on have it too; log-level --undo takes it back.'];
}

function outdated(again: WritePlan): PlanOutdated {
  return new PlanOutdated(
    'nothing was written: somebody else has changed the file since, and the change would be another one now',
    [...formatChange(again), 'Say it again to write that.'],
  );
}

import type { FailureEntry } from '../../../session/journal/entry.ts';
import type { PodRow } from '../../../session/snapshot.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { lineOfFailure, logMoment } from '../../state/open/log-moment.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Moment, Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';

/** Opens the log of a failure: that of its TaskManager on the line of the exception, or else that of the JobManager. */
export function openFailureLog(screen: Screen, failure: FailureEntry): void {
  const state = screen.store.getState();
  const ofTask = logMoment(state, failure.pod, failure.at);
  const reason = reasonAgainst(state, failure, ofTask);
  const moment = reason === undefined ? ofTask : jobManagerMoment(state, failure);
  if (moment === undefined) {
    showMessage(screen, `${reason}, and neither was the log of the JobManager at that time`, 'warning');
    return;
  }
  screen.views.get('logs').showAt?.(screen, { ...moment, line: lineOfFailure(failure) });
  if (reason !== undefined) showMessage(screen, `Log of the JobManager: ${reason}`, 'warning');
}

/** Returns why the log of the TaskManager cannot be shown; undefined if it can. */
function reasonAgainst(state: ScreenState, { pod, at }: FailureEntry, moment: Moment | undefined): string | undefined {
  if (pod === undefined) return 'the failure names no TaskManager';
  const name = shortPodName(pod, state.snapshot?.clusterId ?? '');
  const row = state.snapshot?.pods?.find(({ uid }) => uid === moment?.uid);
  if (row !== undefined && hasLog(state, row, at)) return undefined;
  return `${name} is gone, and its log was not read`;
}

/** Whether the log of a pod reaches back to a time, or can be read. */
function hasLog({ session }: ScreenState, { uid, goneAt }: PodRow, at: number): boolean {
  if (goneAt === undefined) return true;
  const source = session?.logs.sourcesOf(uid)[0];
  return source !== undefined && source.end > source.first && source.timeAt(source.first) <= at;
}

/** Returns the moment in the log of the JobManager that led at that time, or of the newest one from before it. */
function jobManagerMoment(state: ScreenState, { at }: FailureEntry): Moment | undefined {
  const { snapshot, journal } = state;
  const leaders = journal?.entries.filter((entry) => entry.kind === 'leader' && entry.at <= at) ?? [];
  const last = leaders.at(-1);
  const leader = last?.kind === 'leader' ? last.pod : snapshot?.leader;
  const candidates = (snapshot?.pods ?? []).filter(
    (pod) => pod.role === 'jobmanager' && pod.createdAt <= at && hasLog(state, pod, at),
  );
  const pod = candidates.findLast(({ name }) => name === leader) ?? candidates.at(-1);
  return pod && { viewId: 'logs', uid: pod.uid, at };
}

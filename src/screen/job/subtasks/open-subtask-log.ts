import { shortPodName } from '../../../text/short-pod-name.ts';
import { logMoment } from '../../state/open/log-moment.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import type { SubtaskFacts } from './subtask-facts.ts';

/** Shows the log of the subtask's pod at its last event: a failure, its end or its start. */
export function openSubtaskLog(screen: Screen, facts: SubtaskFacts): void {
  const state = screen.store.getState();
  const event = lastEvent(facts);
  if (event === undefined) {
    showMessage(screen, `subtask ${facts.number} is not deployed, so it has no log. D says what is wrong`, 'warning');
    return;
  }
  const moment = logMoment(state, event.pod, event.at);
  if (moment !== undefined) screen.views.get('logs').showAt?.(screen, moment);
  else {
    const name = shortPodName(event.pod, state.snapshot?.clusterId ?? '');
    showMessage(
      screen,
      `${name} was gone before flink-tui attached, so its log is unknown. T shows what happened`,
      'warning',
    );
  }
}

type SubtaskEvent = { readonly at: number; readonly pod: string };

function lastEvent({ subtask: { pod, startedAt, endedAt }, failure }: SubtaskFacts): SubtaskEvent | undefined {
  const events = [
    { at: failure?.at, pod: failure?.pod ?? pod },
    { at: endedAt, pod },
    { at: startedAt, pod },
  ].filter((event): event is SubtaskEvent => event.at !== undefined && event.pod !== undefined);
  return events.toSorted((a, b) => b.at - a.at)[0];
}

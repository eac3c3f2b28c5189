import { describeError } from '../../commands/record/describe-error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { someOf } from '../../text/some-of.ts';
import { addFailure } from '../state/acts/record-act.ts';
import { followedPods, followedSources } from '../state/logs/followed-logs.ts';
import { changeActivity, endActivity, startActivity } from '../state/run/activities.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

const podIsGone = 'the pod is gone, so no older lines are available';

/** The API server has no logs for deleted pods. */
export function hasOlderLogs(state: ScreenState): true | string {
  if (followedSources(state).length === 0) return 'no log is shown';
  return followedPods(state).every(({ goneAt }) => goneAt !== undefined) ? podIsGone : true;
}

type Failure = { readonly pod: string; readonly message: string };

/** Reads older lines of the shown logs. The visible lines stay in place. */
export async function readOlderLogs(screen: Screen): Promise<void> {
  const state = screen.store.getState();
  const { session } = state;
  const sources = followedSources(state);
  if (session === undefined) return;
  const target = sources.length === 1 ? 'the log' : `${sources.length} logs`;
  const activity = startActivity(screen, { kind: 'running', title: `Reading older lines of ${target}`, step: '' });
  const failures: Failure[] = [];
  let lines = 0;
  for (const { key, pod } of sources) {
    changeActivity(screen, activity, pod);
    lines += await session.readOlderLogs(key, screen.signal).catch((error: unknown) => {
      if (!screen.signal.aborted) screen.log(error);
      const isGone = error instanceof KubernetesError && error.kind === 'not-found';
      failures.push({ pod, message: isGone ? podIsGone : describeError(error).message });
      return 0;
    });
  }
  endActivity(screen, activity);
  if (!screen.signal.aborted) showResult(screen, lines, failures, sources.length);
}

function showResult(screen: Screen, lines: number, failures: readonly Failure[], logs: number): void {
  const [failure] = failures;
  const loaded = `Loaded ${lines} older ${lines === 1 ? 'line' : 'lines'}`;
  if (failure === undefined) showMessage(screen, lines === 0 ? 'No older lines available' : loaded, 'ok');
  else if (failures.length === logs)
    addFailure(screen, { title: 'Read older lines', line: undefined, details: [failure.message] });
  else
    showMessage(
      screen,
      `${loaded}; failed for ${someOf(failures.map(({ pod }) => pod))}: ${failure.message}`,
      'warning',
    );
}

import { describeError } from '../../../commands/describe-error.ts';
import { someOf } from '../../../text/some-of.ts';
import { changeActivity, endActivity, startActivity } from '../activities.ts';
import { type Screen, say } from '../screen.ts';
import { showFailure } from '../show-text.ts';
import { followedSources } from './followed-logs.ts';

type Failure = { readonly pod: string; readonly message: string };

/** Reads what the shown logs have before their first kept lines; the view stays where it is. */
export async function readOlderLogs(screen: Screen): Promise<void> {
  const state = screen.store.getState();
  const { session } = state;
  const sources = followedSources(state);
  if (session === undefined) return;
  const whose = sources.length === 1 ? 'the log' : `${sources.length} logs`;
  const activity = startActivity(screen, { kind: 'running', title: `reading the beginning of ${whose}`, step: '' });
  const failures: Failure[] = [];
  let lines = 0;
  for (const { key, pod } of sources) {
    changeActivity(screen, activity, pod);
    // Of one pod that is gone the API server has no log; the others have theirs.
    lines += await session.readOlderLogs(key, screen.signal).catch((error: unknown) => {
      if (!screen.signal.aborted) screen.log(error);
      failures.push({ pod, message: describeError(error).message });
      return 0;
    });
  }
  endActivity(screen, activity);
  if (!screen.signal.aborted) tell(screen, lines, failures, sources.length);
}

function tell(screen: Screen, lines: number, failures: readonly Failure[], logs: number): void {
  const [failure] = failures;
  const read = lines === 0 ? 'nothing older: the kubelet keeps no more of it' : `${lines} older lines read`;
  if (failure === undefined) say(screen, read, 'ok');
  else if (failures.length === logs) showFailure(screen, 'older lines', failure.message, []);
  else say(screen, `${read}; not of ${someOf(failures.map(({ pod }) => pod))}: ${failure.message}`, 'warning');
}

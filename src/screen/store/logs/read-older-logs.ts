import { changeActivity, endActivity, startActivity } from '../activities.ts';
import { type Screen, say } from '../screen.ts';
import { showFailure } from '../show-text.ts';
import { followedSources } from './followed-logs.ts';

/** Reads what the shown logs have before their first kept lines; the view stays where it is. */
export async function readOlderLogs(screen: Screen): Promise<void> {
  const state = screen.store.getState();
  const { session } = state;
  const sources = followedSources(state);
  if (session === undefined) return;
  const whose = sources.length === 1 ? 'the log' : `${sources.length} logs`;
  const activity = startActivity(screen, { kind: 'running', title: `reading the beginning of ${whose}`, step: '' });
  try {
    let lines = 0;
    for (const { key, pod } of sources) {
      changeActivity(screen, activity, pod);
      lines += await session.readOlderLogs(key, screen.signal);
    }
    say(screen, lines === 0 ? 'nothing older: the kubelet keeps no more of it' : `${lines} older lines read`, 'ok');
  } catch (error) {
    if (screen.signal.aborted) return;
    screen.log(error);
    showFailure(screen, 'older lines', error instanceof Error ? error.message : String(error), []);
  } finally {
    endActivity(screen, activity);
  }
}

import type { Session } from '../../session/session.ts';
import { batch } from '../state/batch.ts';
import { drawLogs } from '../state/logs/draw-logs.ts';
import { followedLogs } from '../state/logs/followed-logs.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { followJob } from './filter/follow-job.ts';
import { goToAwaited } from './go-to-awaited.ts';
import { scanLogs } from './search/scan-logs.ts';

/** Ten frames per second look live and use at most a fifth of a core. */
const frameMs = 100;
/** Used while another pane has the focus. */
const quietFrameMs = 250;

/** Draws new log lines in batches, runs scans, and updates the followed job. */
export function watchLogs(screen: Screen, session: Session): () => void {
  const { store } = screen;
  const drawNow = () => {
    drawLogs(screen);
    goToAwaited(screen);
  };
  const busy = batch(frameMs, drawNow);
  const quiet = batch(quietFrameMs, drawNow);
  const draw = () => {
    if (hasFirstLines(store.getState(), session)) drawNow();
    else (store.getState().focus === 'logs' ? busy : quiet).request();
  };
  const stops = [session.logs.subscribe(draw), scanLogs(screen, draw), followJob(screen), busy.stop, quiet.stop];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Whether the empty pane gets its first lines. They are drawn without delay. */
function hasFirstLines(state: ScreenState, { logs }: Session): boolean {
  const followed = followedLogs(state);
  if (followed.length === 0) return logs.sources() !== state.drawnLogs.sources;
  const isEmpty = followed.every(({ source, end }) => end <= source.first);
  return isEmpty && followed.some(({ source }) => source.end > source.first);
}

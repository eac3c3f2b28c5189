import type { Session } from '../../session/session.ts';
import { batch } from './batch.ts';
import { rememberForwards } from './forwards/remember-forwards.ts';
import { keepLevelTimes } from './levels/keep-level-times.ts';
import { tellNotedLevels } from './levels/tell-noted-levels.ts';
import { followJob } from './logs/follow-job.ts';
import { followedKeys } from './logs/followed-logs.ts';
import { scanLogs } from './logs/scan-logs.ts';
import { neededReadings } from './needed-readings.ts';
import { type Screen, say } from './screen.ts';
import { pinCursors } from './tables.ts';

/** Ten frames a second are live enough, and cost a fifth of a core at most. */
const frameMs = 100;
/** Logs beside another pane that has the keys. */
const quietFrameMs = 250;
/** A cursor that runs down the pods opens no stream for each of them. */
const settleMs = 150;

/** Brings a session's snapshots and log lines to the screen, and tells it what is looked at. Ends with the screen. */
export function watchSession(screen: Screen, session: Session): void {
  const { store } = screen;
  const show = batch(frameMs, () => {
    const snapshot = session.store.getState();
    store.setState((state) => ({ session, snapshot, tables: pinCursors({ ...state, snapshot }) }));
  });
  const countLogs = () => store.setState(({ logsSeen }) => ({ logsSeen: logsSeen + 1 }));
  const busyLogs = batch(frameMs, countLogs);
  const quietLogs = batch(quietFrameMs, countLogs);
  const drawLogs = () => (store.getState().focus === 'logs' ? busyLogs : quietLogs).request();
  const stops = [
    session.store.subscribe(show.request),
    session.logs.subscribe(drawLogs),
    scanLogs(screen, drawLogs),
    followJob(screen),
    tellFailure(screen, session),
    rememberForwards(screen, session),
    followWhatIsShown(screen, session),
    keepLevelTimes(screen),
    tellNotedLevels(screen),
    show.stop,
    busyLogs.stop,
    quietLogs.stop,
  ];
  screen.signal.addEventListener('abort', () => {
    for (const stop of stops) stop();
  });
  show.request();
}

/** Once, that lines are in memory alone, and why. */
function tellFailure(screen: Screen, { logs }: Session): () => void {
  const tell = () => {
    if (logs.failure === undefined) return;
    unsubscribe();
    say(screen, logs.failure, 'warning');
  };
  const unsubscribe = logs.subscribe(tell);
  return unsubscribe;
}

function followWhatIsShown({ store }: Screen, session: Session): () => void {
  let followed = '';
  let needed: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const unsubscribe = store.subscribe((state) => {
    const keys = followedKeys(state);
    if (keys.join() !== followed) {
      const isFirst = followed === '';
      followed = keys.join();
      clearTimeout(timer);
      timer = setTimeout(() => session.followLogs(keys), isFirst ? 0 : settleMs);
    }
    const readings = neededReadings(state);
    const needs = readings.map(({ key }) => key).join();
    if (needs === needed) return;
    needed = needs;
    session.need(readings);
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

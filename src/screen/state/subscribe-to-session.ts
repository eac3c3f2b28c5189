import type { Session } from '../../session/session.ts';
import { batch } from './batch.ts';
import { followedKeys } from './logs/followed-logs.ts';
import { neededReadings } from './needed-readings.ts';
import { showMessage } from './run/show-message.ts';
import type { Screen } from './screen.ts';
import { pinCursors } from './tables.ts';

/** Ten frames a second are live enough, and cost a fifth of a core at most. */
const frameMs = 100;
/** A cursor that runs down the pods opens no stream for each of them. */
const settleMs = 150;

/** Brings a session's snapshots to the screen, and tells it what is looked at. Ends with the screen. */
export function subscribeToSession(screen: Screen, session: Session): void {
  const { store, views } = screen;
  const show = batch(frameMs, () => {
    const snapshot = session.store.getState();
    store.setState((state) => ({ session, snapshot, tables: pinCursors({ ...state, snapshot }) }));
  });
  const stops = [
    session.store.subscribe(show.request),
    ...views.all.map(({ watch }) => watch?.(screen, session) ?? (() => {})),
    tellFailure(screen, session),
    followWhatIsShown(screen, session),
    show.stop,
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
    showMessage(screen, logs.failure, 'warning');
  };
  const unsubscribe = logs.subscribe(tell);
  return unsubscribe;
}

function followWhatIsShown({ store, views }: Screen, session: Session): () => void {
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
    const readings = neededReadings(views, state);
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

import { serverNow } from '../../session/server-now.ts';
import type { Session } from '../../session/session.ts';
import { journalActs } from './acts/journal-acts.ts';
import { batch } from './batch.ts';
import { describeLostMarks } from './list/drop-marks.ts';
import { followedKeys } from './logs/followed-logs.ts';
import { neededReadings, needsObjects } from './needed-readings.ts';
import { showMessage } from './run/show-message.ts';
import type { Screen } from './screen.ts';
import { tablesFor } from './tables.ts';

/** Ten frames per second look live and use at most a fifth of a core. */
const frameMs = 100;
/** Changes of the journal are rarely urgent. */
const journalMs = 500;
/** Delay before following another pod, so that a moving cursor does not open a log stream for every pod. */
const followDelayMs = 150;

/** Shows the snapshots of a session and requests the visible data from it. Stops when the screen is closed. */
export function subscribeToSession(screen: Screen, session: Session): void {
  const { store, views } = screen;
  const update = batch(frameMs, () => {
    const snapshot = session.store.getState();
    const before = store.getState();
    const tables = tablesFor(before, snapshot);
    // The clock ticks once a second. Ages must be correct before that.
    const isFirst = before.session !== session;
    const clock = isFirst ? { serverNow: serverNow(session.connection, screen.now()) } : {};
    store.setState({ session, snapshot, tables, ...clock });
    const lost = describeLostMarks(before.tables, tables);
    if (lost !== undefined) showMessage(screen, lost, 'warning');
  });
  const stops = [
    session.store.subscribe(update.request),
    ...views.all.map(({ watch }) => watch?.(screen, session) ?? (() => {})),
    showLogStoreFailure(screen, session),
    showJournalFailure(screen, session),
    journalActs(screen, session),
    showJournal(screen, session),
    requestVisibleData(screen, session),
    update.stop,
  ];
  screen.signal.addEventListener('abort', () => {
    for (const stop of stops) stop();
  });
  update.request();
}

/** Shows the reason for keeping log lines only in memory, but only once. */
function showLogStoreFailure(screen: Screen, { logs }: Session): () => void {
  const check = () => {
    if (logs.failure === undefined) return;
    unsubscribe();
    showMessage(screen, logs.failure, 'warning');
  };
  const unsubscribe = logs.subscribe(check);
  return unsubscribe;
}

/** Copies the journal to the state after its changes. */
function showJournal({ store }: Screen, { journal }: Session): () => void {
  if (journal === undefined) return () => {};
  const update = batch(journalMs, () => {
    const current = journal.current();
    store.setState({ journal: current && { entries: current.entries(), watched: current.watched() } });
  });
  const unsubscribe = journal.subscribe(update.request);
  update.request();
  return () => {
    unsubscribe();
    update.stop();
  };
}

/** Shows the reason why the journal cannot be saved, but only once. */
function showJournalFailure(screen: Screen, { store, journal }: Session): () => void {
  const check = () => {
    const failure = journal?.current()?.failure();
    if (failure === undefined) return;
    unsubscribe();
    showMessage(screen, failure, 'warning');
  };
  const unsubscribe = store.subscribe(check);
  return unsubscribe;
}

/** Requests the logs and readings of the visible views from the session. */
function requestVisibleData({ store, views }: Screen, session: Session): () => void {
  let followed = '';
  let needed: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const unsubscribe = store.subscribe((state) => {
    const keys = followedKeys(state);
    if (keys.join() !== followed) {
      const isFirst = followed === '';
      followed = keys.join();
      clearTimeout(timer);
      timer = setTimeout(() => session.followLogs(keys), isFirst ? 0 : followDelayMs);
    }
    const readings = neededReadings(views, state);
    const objects = needsObjects(views, state);
    const needs = `${objects} ${readings.map(({ key, intervalMs, mark }) => `${key} ${intervalMs} ${mark}`).join()}`;
    if (needs === needed) return;
    needed = needs;
    session.need(readings, { objects });
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

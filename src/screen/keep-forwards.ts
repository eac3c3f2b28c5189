import type { Session } from '../session/session.ts';
import { watchForwards } from '../session/watch/watch-forwards.ts';
import { newActivityId } from './state/run/activities.ts';
import type { Screen } from './state/screen.ts';
import type { KeptForwards, ScreenTarget } from './state/screen-state.ts';

/**
 * Keeps the forwards of a left cluster and the connection that they use, until the last one is stopped. Returns a function
 * that closes them now.
 * @param onClosed called with the returned function after the last forward was stopped
 */
export function keepForwards(
  { store, signal }: Screen,
  { connection }: Session,
  target: ScreenTarget,
  onClosed: (close: () => Promise<void>) => void,
): () => Promise<void> {
  const { forwards } = connection;
  const id = newActivityId();
  const isOther = (kept: KeptForwards) => kept.id !== id;
  const update = () => {
    const list = forwards.list();
    if (list.length === 0) return void close();
    store.setState(({ keptForwards }) => ({
      keptForwards: keptForwards.map((kept) => (isOther(kept) ? kept : { ...kept, list })),
    }));
  };
  store.setState(({ keptForwards }) => ({
    keptForwards: [...keptForwards, { id, target, list: forwards.list(), forwards }],
  }));
  const watched = watchForwards(forwards, update);
  const close = async () => {
    watched.stop();
    // The report at the end names the forwards that were open until then.
    if (!signal.aborted) store.setState(({ keptForwards }) => ({ keptForwards: keptForwards.filter(isOther) }));
    onClosed(close);
    await connection.close();
  };
  return close;
}

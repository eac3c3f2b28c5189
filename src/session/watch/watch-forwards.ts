import type { Forward, Forwards } from '../forwards/forward.ts';

/** What goes through a forward is not told: it is looked at this often, while one is open. */
const trafficMs = 1000;

/** Calls `changed` when a forward has changed, or may have. */
export function watchForwards(
  forwards: Pick<Forwards, 'list' | 'subscribe'>,
  changed: () => void,
): { readonly list: () => readonly Forward[]; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const restartTimer = () => {
    clearInterval(timer);
    timer = forwards.list().length > 0 ? setInterval(changed, trafficMs) : undefined;
    changed();
  };
  const unsubscribe = forwards.subscribe(restartTimer);
  return {
    list: forwards.list,
    stop: () => {
      unsubscribe();
      clearInterval(timer);
    },
  };
}

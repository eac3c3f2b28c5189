import type { Forward, Forwards } from '../forwards/forward.ts';

/** Interval for reading the traffic of open forwards, which do not report it themselves. */
const trafficMs = 1000;

/** Calls `onChange` when a forward changes, and regularly while a forward is open. */
export function watchForwards(
  forwards: Pick<Forwards, 'list' | 'subscribe'>,
  onChange: () => void,
): { readonly list: () => readonly Forward[]; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const restartTimer = () => {
    clearInterval(timer);
    timer = forwards.list().length > 0 ? setInterval(onChange, trafficMs) : undefined;
    onChange();
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

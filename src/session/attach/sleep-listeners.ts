import { detectSleep } from './detect-sleep.ts';

export type SleepListeners = {
  /** Adds a listener. Returns a function that removes it. */
  readonly add: (listener: () => void) => () => void;
  readonly stop: () => void;
};

/**
 * Calls `first` and then the listeners each time the machine wakes. Sleep is detected only while there are listeners.
 */
export function createSleepListeners(first: () => void): SleepListeners {
  const listeners = new Set<() => void>();
  let sleep: ReturnType<typeof detectSleep> | undefined;
  const stop = () => {
    sleep?.stop();
    sleep = undefined;
    listeners.clear();
  };
  const onWake = () => {
    first();
    for (const listener of listeners) listener();
  };
  return {
    add: (listener) => {
      listeners.add(listener);
      sleep ??= detectSleep(onWake);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    stop,
  };
}

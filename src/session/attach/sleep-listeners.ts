import { detectSleep } from './detect-sleep.ts';

export type SleepListeners = {
  /** Until the function is called that it returns. */
  readonly add: (listener: () => void) => () => void;
  readonly stop: () => void;
};

/** After each sleep calls `first`, and then whoever listens. While nobody does, sleep is not looked for. */
export function createSleepListeners(first: () => void): SleepListeners {
  const listeners = new Set<() => void>();
  let sleep: ReturnType<typeof detectSleep> | undefined;
  const stop = () => {
    sleep?.stop();
    sleep = undefined;
    listeners.clear();
  };
  const woke = () => {
    first();
    for (const listener of listeners) listener();
  };
  return {
    add: (listener) => {
      listeners.add(listener);
      sleep ??= detectSleep(woke);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    stop,
  };
}

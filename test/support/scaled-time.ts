/**
 * From now on this process's time goes by so much faster: `Date.now` and every timer that is set, in whatever module of
 * it. Returns what ends that. Mocked timers would not do where real sockets and their libraries are part of the test.
 */
export function scaleTime(factor: number): () => void {
  const { setTimeout, setInterval } = globalThis;
  const { now } = Date;
  const startedAt = now();
  Date.now = () => startedAt + (now() - startedAt) * factor;
  const scaled =
    <Timer extends typeof setTimeout | typeof setInterval>(set: Timer) =>
    (run: (...parameters: unknown[]) => void, delayMs = 0, ...parameters: unknown[]) =>
      set(run, delayMs / factor, ...parameters);
  globalThis.setTimeout = Object.assign(scaled(setTimeout), setTimeout) as typeof setTimeout;
  globalThis.setInterval = Object.assign(scaled(setInterval), setInterval) as typeof setInterval;
  return () => {
    Object.assign(globalThis, { setTimeout, setInterval });
    Date.now = now;
  };
}

/** Runs a limited number of tasks at a time: urgent ones first, then in order of arrival. */
type Semaphore = <T>(isUrgent: () => boolean, run: () => Promise<T>, signal: AbortSignal) => Promise<T>;

export function createSemaphore(limit: number): Semaphore {
  const waiting = new Set<{ readonly isUrgent: () => boolean; readonly start: () => void }>();
  let running = 0;

  const next = () => {
    if (running >= limit || waiting.size === 0) return;
    const all = [...waiting];
    const nextTask = all.find(({ isUrgent }) => isUrgent()) ?? all[0];
    if (nextTask === undefined) return;
    waiting.delete(nextTask);
    running += 1;
    nextTask.start();
  };

  return async (isUrgent, run, signal) => {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const leave = () => waiting.delete(entry) && reject(signal.reason);
      const start = () => {
        // Node keeps a signal with listeners alive as long as its longest-lived source signal.
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const entry = { isUrgent, start };
      signal.addEventListener('abort', leave, { once: true });
      waiting.add(entry);
      next();
    });
    try {
      return await run();
    } finally {
      running -= 1;
      next();
    }
  };
}

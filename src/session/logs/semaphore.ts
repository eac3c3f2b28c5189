/** Runs one at a time of so many, the urgent ones first, then in the order in which they came. */
type Semaphore = <T>(isUrgent: () => boolean, act: () => Promise<T>, signal: AbortSignal) => Promise<T>;

export function createSemaphore(limit: number): Semaphore {
  const waiting = new Set<{ readonly isUrgent: () => boolean; readonly begin: () => void }>();
  let running = 0;

  const next = () => {
    if (running >= limit || waiting.size === 0) return;
    const all = [...waiting];
    const chosen = all.find(({ isUrgent }) => isUrgent()) ?? all[0];
    if (chosen === undefined) return;
    waiting.delete(chosen);
    running += 1;
    chosen.begin();
  };

  return async (isUrgent, act, signal) => {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const leave = () => waiting.delete(entry) && reject(signal.reason);
      const begin = () => {
        // A signal that has a listener is kept as long as the longest of those that it follows.
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const entry = { isUrgent, begin };
      signal.addEventListener('abort', leave, { once: true });
      waiting.add(entry);
      next();
    });
    try {
      return await act();
    } finally {
      running -= 1;
      next();
    }
  };
}

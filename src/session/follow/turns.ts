/** Runs one at a time of so many, the urgent ones first, then in the order in which they came. */
type Turns = <T>(isUrgent: () => boolean, act: () => Promise<T>, signal: AbortSignal) => Promise<T>;

export function createTurns(atOnce: number): Turns {
  const waiting = new Set<{ readonly isUrgent: () => boolean; readonly begin: () => void }>();
  let running = 0;

  const next = () => {
    if (running >= atOnce || waiting.size === 0) return;
    const all = [...waiting];
    const chosen = all.find(({ isUrgent }) => isUrgent()) ?? all[0];
    if (chosen === undefined) return;
    waiting.delete(chosen);
    running += 1;
    chosen.begin();
  };

  return async (isUrgent, act, signal) => {
    await new Promise<void>((begin, reject) => {
      const entry = { isUrgent, begin };
      signal.addEventListener('abort', () => waiting.delete(entry) && reject(signal.reason), { once: true });
      signal.throwIfAborted();
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

type Signals = readonly (AbortSignal | undefined)[];

/** One signal that combines the caller's abort, the end of the connection and the timeout. */
export type Deadline = {
  readonly signal: AbortSignal;
  /** Stops the timeout. The other signals can still abort. */
  readonly stopClock: () => void;
  /**
   * Removes all listeners and the timeout. Call it at the end of each call, because the signals may live as long as the
   * process.
   */
  readonly release: () => void;
};

export function startDeadline(timeoutMs: number, timeoutReason: () => Error, signals: Signals): Deadline {
  const controller = new AbortController();
  const clock = setTimeout(() => controller.abort(timeoutReason()), timeoutMs);
  const removeListeners = onFirstAbort(signals, (reason) => controller.abort(reason));
  const stopClock = () => clearTimeout(clock);
  return {
    signal: controller.signal,
    stopClock,
    release: () => {
      stopClock();
      removeListeners();
    },
  };
}

/**
 * Settles like the promise, or rejects with the reason of the first aborted signal. The work behind the promise
 * continues for other callers.
 */
export function orAborted<T>(promise: Promise<T>, signals: Signals): Promise<T> {
  return new Promise((resolve, reject) => {
    const removeListeners = onFirstAbort(signals, reject);
    promise.then(resolve, reject).finally(removeListeners);
  });
}

function onFirstAbort(signals: Signals, onReason: (reason: unknown) => void): () => void {
  const removals: (() => void)[] = [];
  for (const signal of signals) {
    if (signal === undefined) continue;
    const onAbort = () => onReason(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    removals.push(() => signal.removeEventListener('abort', onAbort));
  }
  return () => {
    for (const remove of removals) remove();
  };
}

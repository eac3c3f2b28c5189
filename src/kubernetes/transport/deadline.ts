type Signals = readonly (AbortSignal | undefined)[];

/** One signal for a call: of its caller, of the connection's end, and of its time. */
export type Deadline = {
  readonly signal: AbortSignal;
  /** The clock stops; the signals go on. */
  readonly stopClock: () => void;
  /** Lets go of everything. To be called at the end of each call, since the signals may live as long as the process. */
  readonly release: () => void;
};

export function startDeadline(timeoutMs: number, timeoutReason: () => Error, signals: Signals): Deadline {
  const controller = new AbortController();
  const clock = setTimeout(() => controller.abort(timeoutReason()), timeoutMs);
  const forget = onFirstAbort(signals, (reason) => controller.abort(reason));
  const stopClock = () => clearTimeout(clock);
  return {
    signal: controller.signal,
    stopClock,
    release: () => {
      stopClock();
      forget();
    },
  };
}

/** The promise, or the reason of the first signal; the work behind the promise goes on for whoever shares it. */
export function orAborted<T>(promise: Promise<T>, signals: Signals): Promise<T> {
  return new Promise((resolve, reject) => {
    const forget = onFirstAbort(signals, reject);
    promise.then(resolve, reject).finally(forget);
  });
}

function onFirstAbort(signals: Signals, act: (reason: unknown) => void): () => void {
  const forgets: (() => void)[] = [];
  for (const signal of signals) {
    if (signal === undefined) continue;
    const onAbort = () => act(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    forgets.push(() => signal.removeEventListener('abort', onAbort));
  }
  return () => {
    for (const forget of forgets) forget();
  };
}

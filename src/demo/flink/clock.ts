export type Cancel = () => void;

/** The clock of the simulated cluster. The clock starts in the past, so that the cluster has a history. */
export type Clock = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Simulated milliseconds since an epoch time. */
  readonly elapsed: (since: number) => number;
  /** Converts simulated milliseconds to a difference between epoch times. */
  readonly toEpochMs: (simulatedMs: number) => number;
  readonly after: (simulatedMs: number, callback: () => void) => Cancel;
  readonly every: (simulatedMs: number, callback: () => void) => Cancel;
  /** Advances the clock, at most to the present, and runs the due callbacks. Throws once the clock is live. */
  readonly advance: (simulatedMs: number) => void;
  /** Advances the clock to the present. From then on, the clock follows real time. */
  readonly goLive: () => void;
  readonly close: () => void;
};

type Entry = { readonly at: number; readonly callback: () => void };

export function createClock(speed: number, pastMs: number): Clock {
  const queue: Entry[] = [];
  let past: number | undefined = Date.now() - pastMs / speed;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const now = () => past ?? Date.now();

  function schedule(delayMs: number, callback: () => void): Cancel {
    const entry = { at: now() + delayMs, callback };
    // Search from the end, because most new entries are the latest. Entries with equal times keep their order.
    let index = queue.length;
    while (index > 0 && (queue[index - 1] as Entry).at > entry.at) index -= 1;
    queue.splice(index, 0, entry);
    if (index === 0) startTimer();
    return () => {
      const found = queue.indexOf(entry);
      if (found >= 0) queue.splice(found, 1);
    };
  }

  function every(simulatedMs: number, callback: () => void): Cancel {
    let cancel: Cancel = () => {};
    const repeat = () => {
      cancel = schedule(simulatedMs / speed, repeat);
      callback();
    };
    cancel = schedule(simulatedMs / speed, repeat);
    return () => cancel();
  }

  function advance(simulatedMs: number): void {
    if (past === undefined) throw new Error('cannot advance a live clock');
    const end = Math.min(past + simulatedMs / speed, Date.now());
    for (let next = queue[0]; next && next.at <= end; next = queue[0]) {
      past = Math.max(past, next.at);
      queue.shift();
      next.callback();
    }
    past = end;
  }

  function startTimer(): void {
    clearTimeout(timer);
    const next = queue[0];
    if (past === undefined && next && !isClosed) timer = setTimeout(runDue, Math.max(0, next.at - Date.now()));
  }

  function runDue(): void {
    for (let next = queue[0]; next && next.at <= Date.now(); next = queue[0]) {
      queue.shift();
      next.callback();
    }
    startTimer();
  }

  return {
    now,
    elapsed: (since) => (now() - since) * speed,
    toEpochMs: (simulatedMs) => simulatedMs / speed,
    after: (simulatedMs, callback) => schedule(simulatedMs / speed, callback),
    every,
    advance,
    goLive: () => {
      advance(Number.POSITIVE_INFINITY);
      past = undefined;
      startTimer();
    },
    close: () => {
      isClosed = true;
      queue.length = 0;
      clearTimeout(timer);
    },
  };
}

export type Cancel = () => void;

/**
 * The time that everything in the simulated cluster goes by. It begins in the past, so that the cluster has a history
 * when a person first looks, and goes on in real time once it is live. Delays are simulated milliseconds.
 */
export type Clock = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Simulated milliseconds since then. */
  readonly elapsed: (since: number) => number;
  readonly after: (simulatedMs: number, act: () => void) => Cancel;
  readonly every: (simulatedMs: number, act: () => void) => Cancel;
  /** Lives through simulated time that has gone by already. Only before `goLive`. */
  readonly pass: (simulatedMs: number) => void;
  readonly goLive: () => void;
  readonly close: () => void;
};

type Entry = { readonly at: number; readonly act: () => void };

export function createClock(speed: number, pastMs: number): Clock {
  const queue: Entry[] = [];
  let past: number | undefined = Date.now() - pastMs / speed;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const now = () => past ?? Date.now();

  function schedule(delayMs: number, act: () => void): Cancel {
    const entry = { at: now() + delayMs, act };
    // Mostly far from the front, and equal times keep their order.
    let index = queue.length;
    while (index > 0 && (queue[index - 1] as Entry).at > entry.at) index -= 1;
    queue.splice(index, 0, entry);
    if (index === 0) wakeForNext();
    return () => {
      const found = queue.indexOf(entry);
      if (found >= 0) queue.splice(found, 1);
    };
  }

  function every(simulatedMs: number, act: () => void): Cancel {
    let cancel: Cancel = () => {};
    const again = () => {
      cancel = schedule(simulatedMs / speed, again);
      act();
    };
    cancel = schedule(simulatedMs / speed, again);
    return () => cancel();
  }

  function pass(simulatedMs: number): void {
    if (past === undefined) throw new Error('the past is over');
    const end = Math.min(past + simulatedMs / speed, Date.now());
    for (let next = queue[0]; next && next.at <= end; next = queue[0]) {
      past = Math.max(past, next.at);
      queue.shift();
      next.act();
    }
    past = end;
  }

  function wakeForNext(): void {
    clearTimeout(timer);
    const next = queue[0];
    if (past === undefined && next && !isClosed) timer = setTimeout(runDue, Math.max(0, next.at - Date.now()));
  }

  function runDue(): void {
    for (let next = queue[0]; next && next.at <= Date.now(); next = queue[0]) {
      queue.shift();
      next.act();
    }
    wakeForNext();
  }

  return {
    now,
    elapsed: (since) => (now() - since) * speed,
    after: (simulatedMs, act) => schedule(simulatedMs / speed, act),
    every,
    pass,
    goLive: () => {
      pass(Number.POSITIVE_INFINITY);
      past = undefined;
      wakeForNext();
    },
    close: () => {
      isClosed = true;
      queue.length = 0;
      clearTimeout(timer);
    },
  };
}

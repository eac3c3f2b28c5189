import type { StreamedItem } from './streamed-event.ts';

/** One container's items, in the order of its log. The first batch may be empty: the log is open, and has nothing yet. */
export type ItemSource = AsyncIterable<readonly StreamedItem[]>;

export type ItemMerge = {
  /** Its items join in from now on. The merge does not end before `seal`. */
  readonly add: (source: ItemSource) => void;
  /** No source will be added any more: it ends when the last one does. */
  readonly seal: () => void;
  /** Goes before whatever waits for its turn. */
  readonly tell: (item: StreamedItem) => void;
  /** It ends with this error. */
  readonly fail: (error: unknown) => void;
  /** To be read once. Rejects with the first source's error. */
  readonly items: () => AsyncGenerator<readonly StreamedItem[]>;
};

/** A log is given this long to open before the others go on without it. */
const openingMs = 5000;
/** Enough to wake up seldom, and little enough for a hundred sources. */
const longestBatch = 1000;

type Queue = {
  items: readonly StreamedItem[];
  position: number;
  /** When its first item came, or since when it is empty. */
  since: number;
  taken: () => void;
};

/**
 * The items of several logs in the order of the kubelet's times. Nothing goes on before every other log has told how
 * far it is, or for `patienceMs` had nothing to tell: without it as long as that takes, which is right for logs that end.
 * Nothing is read ahead but one chunk of each.
 */
export function mergeItems(patienceMs: number | undefined): ItemMerge {
  const queues = new Set<Queue>();
  let sealed = false;
  let failure: { readonly error: unknown } | undefined;
  let wake = () => {};
  let waiting = Promise.resolve();
  let stopped = false;
  let told: StreamedItem[] = [];

  const changed = () => wake();
  const fail = (error: unknown) => {
    failure ??= { error };
    changed();
  };
  const pump = async (source: ItemSource, queue: Queue) => {
    try {
      for await (const items of source) {
        const taken = new Promise<void>((resolve) => {
          queue.taken = resolve;
        });
        Object.assign(queue, { items, position: 0, since: performance.now() });
        changed();
        if (items.length > 0) await taken;
        if (stopped) return;
      }
    } catch (error) {
      fail(error);
    }
    queues.delete(queue);
    changed();
  };

  /** The queue whose item is the oldest, and up to which time it is. Nothing while one has to be waited for. */
  function next(): { readonly queue: Queue; readonly until: number } | { readonly waitMs: number | undefined } {
    const now = performance.now();
    let oldest: Queue | undefined;
    let at = Number.POSITIVE_INFINITY;
    let until = Number.POSITIVE_INFINITY;
    let emptySince = Number.NEGATIVE_INFINITY;
    for (const queue of queues) {
      const head = queue.items[queue.position];
      if (head === undefined) emptySince = Math.max(emptySince, queue.since);
      else if (head.at < at) {
        until = at;
        at = head.at;
        oldest = queue;
      } else until = Math.min(until, head.at);
    }
    if (oldest === undefined) return { waitMs: undefined };
    if (emptySince === Number.NEGATIVE_INFINITY) return { queue: oldest, until };
    if (patienceMs === undefined) return { waitMs: undefined };
    const waitMs = Math.max(oldest.since, emptySince) + patienceMs - now;
    return waitMs > 0 ? { waitMs } : { queue: oldest, until };
  }

  function take(batch: StreamedItem[], queue: Queue, until: number): void {
    while (batch.length < longestBatch) {
      const item = queue.items[queue.position];
      if (item === undefined || item.at > until) return;
      batch.push(item);
      queue.position += 1;
    }
  }

  /** How long at most to wait for more where that is known. */
  function fill(batch: StreamedItem[]): number | undefined {
    while (batch.length < longestBatch) {
      const found = next();
      if (!('queue' in found)) return found.waitMs;
      const { queue, until } = found;
      take(batch, queue, until);
      if (queue.position < queue.items.length) continue;
      Object.assign(queue, { items: [], position: 0, since: performance.now() });
      queue.taken();
    }
    return undefined;
  }

  async function pause(waitMs: number | undefined): Promise<void> {
    const timer = waitMs === undefined ? undefined : setTimeout(changed, waitMs);
    await waiting;
    clearTimeout(timer);
  }

  return {
    add: (source) => {
      const queue: Queue = {
        items: [],
        position: 0,
        since: performance.now() + (patienceMs === 0 ? 0 : openingMs),
        taken: () => {},
      };
      queues.add(queue);
      void pump(source, queue);
      changed();
    },
    seal: () => {
      sealed = true;
      changed();
    },
    tell: (item) => {
      told.push(item);
      changed();
    },
    fail,
    items: async function* () {
      try {
        for (;;) {
          waiting = new Promise((resolve) => {
            wake = resolve;
          });
          const batch = told;
          told = [];
          const waitMs = fill(batch);
          if (failure !== undefined) throw failure.error;
          if (batch.length > 0) yield batch;
          else if (sealed && queues.size === 0) return;
          else await pause(waitMs);
        }
      } finally {
        stopped = true;
        for (const queue of queues) queue.taken();
      }
    },
  };
}

import type { StreamedItem } from './streamed-event.ts';

/** The items of one container, in log order. An empty first batch means that the log is open but has no items yet. */
export type ItemSource = AsyncIterable<readonly StreamedItem[]>;

export type ItemMerge = {
  /** Adds a source. The merge does not end before `seal`. */
  readonly add: (source: ItemSource) => void;
  /** Declares that no more sources follow. The merge ends when the last source ends. */
  readonly seal: () => void;
  /** Emits an item before all waiting items. */
  readonly emitFirst: (item: StreamedItem) => void;
  /** Ends the merge with an error. */
  readonly fail: (error: unknown) => void;
  /** Yields the merged items, or rejects with the first error. Must be called only once. */
  readonly items: () => AsyncGenerator<readonly StreamedItem[]>;
};

/** Maximum wait for a log to open. After this time, the other logs continue. */
const openTimeoutMs = 5000;
/** Maximum items per batch: large enough for few wake-ups, small enough for a hundred sources. */
const maxBatch = 1000;

type Queue = {
  items: readonly StreamedItem[];
  position: number;
  /** Time when the first item arrived, or when the queue became empty. */
  since: number;
  consumed: () => void;
};

/**
 * Merges the items of several logs by the kubelet's timestamps. An item waits until every other log has a later item
 * or has been quiet for `quietTimeoutMs`.
 */
export function mergeItems(quietTimeoutMs: number | undefined): ItemMerge {
  const queues = new Set<Queue>();
  let isSealed = false;
  let failure: { readonly error: unknown } | undefined;
  let wake = () => {};
  let waiting = Promise.resolve();
  let isStopped = false;
  let urgentItems: StreamedItem[] = [];

  const wakeUp = () => wake();
  const fail = (error: unknown) => {
    failure ??= { error };
    wakeUp();
  };
  const pump = async (source: ItemSource, queue: Queue) => {
    try {
      for await (const items of source) {
        const consumed = new Promise<void>((resolve) => {
          queue.consumed = resolve;
        });
        Object.assign(queue, { items, position: 0, since: performance.now() });
        wakeUp();
        // Only one batch of each source is read ahead.
        if (items.length > 0) await consumed;
        if (isStopped) return;
      }
    } catch (error) {
      fail(error);
    }
    queues.delete(queue);
    wakeUp();
  };

  /** Returns the queue with the oldest item and the oldest time in the other queues, or else the time to wait. */
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
    // Without a timeout, items wait indefinitely, which suits logs that end.
    if (quietTimeoutMs === undefined) return { waitMs: undefined };
    const waitMs = Math.max(oldest.since, emptySince) + quietTimeoutMs - now;
    return waitMs > 0 ? { waitMs } : { queue: oldest, until };
  }

  function take(batch: StreamedItem[], queue: Queue, until: number): void {
    while (batch.length < maxBatch) {
      const item = queue.items[queue.position];
      if (item === undefined || item.at > until) return;
      batch.push(item);
      queue.position += 1;
    }
  }

  /** Fills the batch and returns the maximum wait for more items, if known. */
  function fill(batch: StreamedItem[]): number | undefined {
    while (batch.length < maxBatch) {
      const candidate = next();
      if (!('queue' in candidate)) return candidate.waitMs;
      const { queue, until } = candidate;
      take(batch, queue, until);
      if (queue.position < queue.items.length) continue;
      Object.assign(queue, { items: [], position: 0, since: performance.now() });
      queue.consumed();
    }
    return undefined;
  }

  async function pause(waitMs: number | undefined): Promise<void> {
    const timer = waitMs === undefined ? undefined : setTimeout(wakeUp, waitMs);
    await waiting;
    clearTimeout(timer);
  }

  return {
    add: (source) => {
      const queue: Queue = {
        items: [],
        position: 0,
        since: performance.now() + (quietTimeoutMs === 0 ? 0 : openTimeoutMs),
        consumed: () => {},
      };
      queues.add(queue);
      void pump(source, queue);
      wakeUp();
    },
    seal: () => {
      isSealed = true;
      wakeUp();
    },
    emitFirst: (item) => {
      urgentItems.push(item);
      wakeUp();
    },
    fail,
    items: async function* () {
      try {
        for (;;) {
          waiting = new Promise((resolve) => {
            wake = resolve;
          });
          const batch = urgentItems;
          urgentItems = [];
          const waitMs = fill(batch);
          if (failure !== undefined) throw failure.error;
          if (batch.length > 0) yield batch;
          else if (isSealed && queues.size === 0) return;
          else await pause(waitMs);
        }
      } finally {
        isStopped = true;
        for (const queue of queues) queue.consumed();
      }
    },
  };
}

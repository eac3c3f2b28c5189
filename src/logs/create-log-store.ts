import { createLogSource, type LogBounds } from './create-log-source.ts';
import type { LogSource, LogStore } from './log-store.ts';
import type { LogWriter } from './log-writer.ts';

export type WritableLogStore = LogStore & {
  /** The source of this container's log, made if there is none. */
  readonly open: (identity: { readonly uid: string; readonly pod: string; readonly container: string }) => LogWriter;
  readonly forget: (uid: string) => void;
};

const defaultBounds: LogBounds = { lines: 20_000, bytes: 8 * 1024 * 1024 };

/** Logs in memory, each bounded for itself. How many there are is bounded by whoever opens and forgets them. */
export function createLogStore(bounds: LogBounds = defaultBounds): WritableLogStore {
  const logs = new Map<string, { readonly source: LogSource; readonly writer: LogWriter }>();
  const listeners = new Set<() => void>();
  let notifying = false;

  const changed = () => {
    if (notifying) return;
    notifying = true;
    setImmediate(() => {
      notifying = false;
      for (const listener of listeners) listener();
    });
  };

  return {
    source: (uid) => logs.get(uid)?.source,
    sources: () => [...logs.values()].map(({ source }) => source),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    open: (identity) => {
      const known = logs.get(identity.uid);
      if (known !== undefined) return known.writer;
      const log = createLogSource(identity, bounds, changed);
      logs.set(identity.uid, log);
      changed();
      return log.writer;
    },
    forget: (uid) => {
      if (logs.delete(uid)) changed();
    },
  };
}

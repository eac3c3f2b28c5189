import { createLogSource } from './create-log-source.ts';
import type { LogSource, LogStore } from './log-store.ts';
import type { LogWriter } from './log-writer.ts';

export type LogStoreOptions = {
  /** Where the logs of this process get a folder of their own; undefined: memory only. */
  readonly folder?: string | undefined;
  /** Of all logs on the disk; 2 GiB if it is not said. */
  readonly bytes?: number | undefined;
  /** Of all logs in memory where there is no disk; 32 MiB if it is not said. */
  readonly memoryBytes?: number | undefined;
  readonly now?: (() => number) | undefined;
};

export type WritableLogStore = LogStore & {
  /** The source of this container's log, made if there is none. */
  readonly open: (identity: { readonly uid: string; readonly pod: string; readonly container: string }) => LogWriter;
  readonly forget: (key: string) => void;
  /** Removes the files, or leaves them and returns their folder. */
  readonly close: (options: { readonly keep: boolean }) => Promise<string | undefined>;
};

/** The logs of one attached session, bounded in bytes over all of them. */
export function createLogStore({
  memoryBytes = 32 * 1024 * 1024,
  now = Date.now,
}: LogStoreOptions = {}): WritableLogStore {
  const logs = new Map<string, ReturnType<typeof createLogSource>>();
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
  const sources = (): readonly LogSource[] => [...logs.values()].map(({ source }) => source);

  return {
    source: (key) => logs.get(key)?.source,
    sourcesOf: (uid) => sources().filter((source) => source.uid === uid),
    sources,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    open: (identity) => {
      const key = `${identity.uid}/${identity.container}`;
      const known = logs.get(key);
      if (known !== undefined) return known.writer;
      const log = createLogSource({ key, ...identity }, memoryBytes, now, changed);
      logs.set(key, log);
      changed();
      return log.writer;
    },
    forget: (key) => {
      if (logs.delete(key)) changed();
    },
    close: async () => undefined,
    loggers: () => {
      const counts = new Map<string, number>();
      for (const { loggers } of logs.values()) {
        for (const [name, count] of loggers) counts.set(name, (counts.get(name) ?? 0) + count);
      }
      return [...counts].map(([name, count]) => ({ name, count }));
    },
    exceptions: () => [],
    folder: undefined,
    failure: undefined,
  };
}

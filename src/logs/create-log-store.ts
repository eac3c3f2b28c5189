import { createLogSource } from './create-log-source.ts';
import { createLoggerNames } from './events/logger-names.ts';
import { createExceptionGroups } from './exceptions/exception-groups.ts';
import type { Trace } from './exceptions/read-traces.ts';
import { createTraceReader, type TraceReader } from './exceptions/read-traces.ts';
import type { LogSource, LogStore } from './log-store.ts';
import type { LogWriter, OlderLinesWriter } from './log-writer.ts';
import { createBlockPool } from './spool/block-pool.ts';
import { enforceLimits } from './spool/enforce-limits.ts';
import { createEntries, type Entries } from './spool/entries.ts';
import { safeFileName } from './spool/safe-file-name.ts';
import { createSpool } from './spool/spool.ts';
import type { Usage } from './spool/usage.ts';

export type LogStoreOptions = {
  /** Parent of the folder for this process's log files; undefined keeps logs in memory only. */
  readonly folder?: string | undefined;
  /** Name of the session cluster, used as a prefix of the folder name. */
  readonly name?: string | undefined;
  /** Whether the files stay if the process ends without closing the store. */
  readonly keep?: boolean | undefined;
  /** Limit for all logs on disk; 2 GiB by default. */
  readonly bytes?: number | undefined;
  /** Limit for all logs in memory, without a disk or while it is slower than the network; 32 MiB by default. */
  readonly memoryBytes?: number | undefined;
  readonly now?: (() => number) | undefined;
};

export type WritableLogStore = LogStore & {
  /** Returns the writer of a container's log and creates the log if needed. */
  readonly open: (identity: { readonly uid: string; readonly pod: string; readonly container: string }) => LogWriter;
  readonly forget: (key: string) => void;
  /** Starts to insert lines older than the first kept line; undefined if that line has no timestamp. */
  readonly prepend: (key: string) => OlderLinesWriter | undefined;
  /** Resolves when the disk has caught up. Await it before reading more; undefined while the disk keeps up. */
  readonly backpressure: () => Promise<void> | undefined;
  /** Removes the files, or with `keep` flushes them and returns their folder, if there is one. */
  readonly close: (options: { readonly keep: boolean }) => Promise<string | undefined>;
};

type Log = {
  readonly source: LogSource;
  readonly writer: LogWriter;
  readonly prependLines: () => OlderLinesWriter | undefined;
  readonly entries: Entries;
  readonly traces: TraceReader;
};

type SourceList = { readonly all: readonly LogSource[]; readonly byUid: ReadonlyMap<string, readonly LogSource[]> };

const mebibyte = 1024 * 1024;
/** Segments per log at its fair share of the limit. Eviction removes one whole segment. */
const segmentsInShare = 8;
/** Segments that fit into the memory limit, 8 MiB each by default. One can be evicted while the disk is behind. */
const segmentsInMemory = 4;

/** Creates the logs of one attached session, with a byte limit over all of them. */
export function createLogStore({
  folder,
  name = 'logs',
  keep = false,
  bytes = 2048 * mebibyte,
  memoryBytes = 32 * mebibyte,
  now = Date.now,
}: LogStoreOptions = {}): WritableLogStore {
  const logs = new Map<string, Log>();
  const listeners = new Set<() => void>();
  const usage: Usage = { bytes: 0, held: 0, written: 0 };
  const memory = createBlockPool();
  const loggers = createLoggerNames();
  const groups = createExceptionGroups();
  let isNotifying = false;

  const notifyChange = () => {
    if (isNotifying) return;
    isNotifying = true;
    setImmediate(() => {
      isNotifying = false;
      for (const listener of listeners) listener();
    });
  };
  const spool = createSpool({ parent: folder, session: name, keep, usage, onChange: notifyChange });
  const byteLimit = () => (folder === undefined || spool.failure() !== undefined ? memoryBytes : bytes);
  const segmentBytes = () => Math.min(memoryBytes / segmentsInMemory, byteLimit() / segmentsInShare / logs.size);
  /** Cached until a log is added or removed, because every frame reads it. */
  let sourceList: SourceList | undefined;
  const currentSources = (): SourceList => {
    sourceList ??= listSources(logs);
    return sourceList;
  };

  const create = (identity: { readonly uid: string; readonly pod: string; readonly container: string }): Log => {
    const key = `${identity.uid}/${identity.container}`;
    const entries = createEntries(safeFileName(`${identity.pod}.${identity.container}`), {
      spool,
      usage,
      memory,
      segmentBytes,
    });
    const addTrace = (trace: Trace) => groups.add(trace, { key, pod: identity.pod });
    const traces = createTraceReader(addTrace);
    const { uid, pod, container } = identity;
    const created = createLogSource(
      { key, uid, pod, container },
      {
        entries,
        loggers,
        traces,
        addTrace,
        now,
        onChange: () => {
          if (usage.bytes > bytes || usage.held > memoryBytes) {
            enforceLimits(
              [...logs.values()].map((log) => log.entries),
              usage,
              { bytes, heldBytes: memoryBytes },
            );
          }
          notifyChange();
        },
      },
    );
    return { ...created, entries, traces };
  };

  return {
    source: (key) => logs.get(key)?.source,
    sourcesOf: (uid) => currentSources().byUid.get(uid) ?? [],
    sources: () => currentSources().all,
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
      const log = create(identity);
      logs.set(key, log);
      sourceList = undefined;
      notifyChange();
      return log.writer;
    },
    forget: (key) => {
      const log = logs.get(key);
      if (log === undefined) return;
      logs.delete(key);
      sourceList = undefined;
      log.entries.remove();
      notifyChange();
    },
    prepend: (key) => logs.get(key)?.prependLines(),
    backpressure: spool.backpressure,
    close: spool.close,
    loggers: loggers.list,
    exceptions: () =>
      groups.list(
        [...logs.values()].flatMap(({ traces, source: { key, pod } }) => {
          const trace = traces.open();
          return trace === undefined ? [] : [[trace, { key, pod }] as const];
        }),
      ),
    get folder() {
      return spool.folder();
    },
    get failure() {
      return spool.failure();
    },
  };
}

function listSources(logs: ReadonlyMap<string, Log>): SourceList {
  const all = [...logs.values()].map(({ source }) => source);
  return { all, byUid: Map.groupBy(all, ({ uid }) => uid) };
}

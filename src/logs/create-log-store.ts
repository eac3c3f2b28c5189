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
  /** Parent of the folder for this process's log files. If undefined, logs are kept only in memory. */
  readonly folder?: string | undefined;
  /** Name of the session cluster, used as a prefix of the folder name. */
  readonly name?: string | undefined;
  /** Whether the files are kept if the process ends without closing the store. */
  readonly keep?: boolean | undefined;
  /** Limit for all logs on disk; 2 GiB by default. */
  readonly bytes?: number | undefined;
  /** Limit for all lines in memory, without files or while the disk is slower than the network; 32 MiB by default. */
  readonly memoryBytes?: number | undefined;
  readonly now?: (() => number) | undefined;
};

export type WritableLogStore = LogStore & {
  /** Returns the writer of a container's log and creates the log if needed. */
  readonly open: (identity: { readonly uid: string; readonly pod: string; readonly container: string }) => LogWriter;
  readonly forget: (key: string) => void;
  /** Starts to insert older lines before the first kept line; undefined unless the first kept line has a timestamp. */
  readonly prepend: (key: string) => OlderLinesWriter | undefined;
  /** Returns a promise while too many bytes are unwritten. Await the promise before reading more. */
  readonly backpressure: () => Promise<void> | undefined;
  /** Removes the files. With `keep`, writes all lines to the files and returns their folder, if there is one. */
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
/** Number of segments in a log's fair share of the limit. Eviction removes whole segments. */
const segmentsInShare = 8;
/** Number of segments within the memory limit; 8 MiB each by default. All except the newest can be evicted. */
const segmentsInMemory = 4;

/** Creates the log store of one attached session. The byte limits apply to all logs together. */
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
  /** Cached until a log is added or removed, because every frame reads the list. */
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
          const trace = traces.currentTrace();
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

import { createLogSource } from './create-log-source.ts';
import { createLoggerNames } from './events/logger-names.ts';
import { createExceptionGroups } from './exceptions/exception-groups.ts';
import { createTraceReader, type TraceReader } from './exceptions/read-traces.ts';
import type { Trace } from './exceptions/trace.ts';
import type { LogSource, LogStore } from './log-store.ts';
import type { LogWriter, OlderLines } from './log-writer.ts';
import { createBlockMemory } from './spool/block-memory.ts';
import { createEntries, type Entries } from './spool/entries.ts';
import { fileName } from './spool/file-name.ts';
import { makeRoom } from './spool/make-room.ts';
import { createSpool } from './spool/spool.ts';
import type { Usage } from './spool/usage.ts';

export type LogStoreOptions = {
  /** Where the logs of this process get a folder of their own; undefined: memory only. */
  readonly folder?: string | undefined;
  /** That folder is named after it: the session cluster. */
  readonly name?: string | undefined;
  /** Files stay even if the process ends without closing the store. */
  readonly keep?: boolean | undefined;
  /** Of all logs on the disk; 2 GiB if it is not said. */
  readonly bytes?: number | undefined;
  /** Of all logs in memory, where there is no disk or it is slower than the network; 32 MiB if it is not said. */
  readonly memoryBytes?: number | undefined;
  readonly now?: (() => number) | undefined;
};

export type WritableLogStore = LogStore & {
  /** The source of this container's log, made if there is none. */
  readonly open: (identity: { readonly uid: string; readonly pod: string; readonly container: string }) => LogWriter;
  readonly forget: (key: string) => void;
  /** Takes what is older than a log's first kept line; undefined if there is none that it could be put before. */
  readonly older: (key: string) => OlderLines | undefined;
  /** To be waited for before more is read from the network, as the disk is behind; undefined while it is not. */
  readonly room: () => Promise<void> | undefined;
  /** Removes the files; or writes what there is, leaves them, and returns their folder, if there is one. */
  readonly close: (options: { readonly keep: boolean }) => Promise<string | undefined>;
};

type Log = {
  readonly source: LogSource;
  readonly writer: LogWriter;
  readonly older: () => OlderLines | undefined;
  readonly entries: Entries;
  readonly traces: TraceReader;
};

type Listing = { readonly all: readonly LogSource[]; readonly byUid: ReadonlyMap<string, readonly LogSource[]> };

const mebibyte = 1024 * 1024;
/** A log that takes its share of the room has so many segments: what goes at once is no more than one of them. */
const segmentsInShare = 8;
/** While the disk is behind there must be something that can go: 8 MiB, unless another bound is given. */
const segmentsInMemory = 4;

/** The logs of one attached session, bounded in bytes over all of them. */
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
  const memory = createBlockMemory();
  const loggers = createLoggerNames();
  const groups = createExceptionGroups();
  let notifying = false;

  const changed = () => {
    if (notifying) return;
    notifying = true;
    setImmediate(() => {
      notifying = false;
      for (const listener of listeners) listener();
    });
  };
  const spool = createSpool({ parent: folder, session: name, keep, usage, changed });
  const bound = () => (folder === undefined || spool.failure() !== undefined ? memoryBytes : bytes);
  const segmentBytes = () => Math.min(memoryBytes / segmentsInMemory, bound() / segmentsInShare / logs.size);
  /** Made once until a log comes or goes: every frame asks for it. */
  let listing: Listing | undefined;
  const listed = (): Listing => {
    listing ??= listSources(logs);
    return listing;
  };

  const create = (identity: { readonly uid: string; readonly pod: string; readonly container: string }): Log => {
    const key = `${identity.uid}/${identity.container}`;
    const entries = createEntries(fileName(`${identity.pod}.${identity.container}`), {
      spool,
      usage,
      memory,
      segmentBytes,
    });
    const addTrace = (trace: Trace) => groups.add(trace, { key, pod: identity.pod });
    const traces = createTraceReader(addTrace);
    const { uid, pod, container } = identity;
    const parts = createLogSource(
      { key, uid, pod, container },
      {
        entries,
        loggers,
        traces,
        addTrace,
        now,
        changed: () => {
          if (usage.bytes > bytes || usage.held > memoryBytes) {
            makeRoom(
              [...logs.values()].map((log) => log.entries),
              usage,
              { bytes, heldBytes: memoryBytes },
            );
          }
          changed();
        },
      },
    );
    return { ...parts, entries, traces };
  };

  return {
    source: (key) => logs.get(key)?.source,
    sourcesOf: (uid) => listed().byUid.get(uid) ?? [],
    sources: () => listed().all,
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
      listing = undefined;
      changed();
      return log.writer;
    },
    forget: (key) => {
      const log = logs.get(key);
      if (log === undefined) return;
      logs.delete(key);
      listing = undefined;
      log.entries.remove();
      changed();
    },
    older: (key) => logs.get(key)?.older(),
    room: spool.room,
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

function listSources(logs: ReadonlyMap<string, Log>): Listing {
  const all = [...logs.values()].map(({ source }) => source);
  return { all, byUid: Map.groupBy(all, ({ uid }) => uid) };
}

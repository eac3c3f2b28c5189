import type { StoreApi } from 'zustand/vanilla';
import type { FlinkRest } from '../flink/rest.ts';
import type { KubernetesApi } from '../kubernetes/api.ts';
import type { LogStore } from '../logs/log-store.ts';
import type { Forwards } from './forwards/forward.ts';
import type { SessionJournal } from './journal/session-journal.ts';
import type { Reading } from './readings/reading.ts';
import type { RestAccess } from './rest/rest-access.ts';
import type { ClusterMode, Link, SessionSnapshot } from './snapshot.ts';

export type SessionTarget = {
  readonly clusterId: string;
  readonly namespace: string;
  /** `--rest-url`; takes precedence over every other transport. */
  readonly restUrl?: string | undefined;
  readonly restAccess?: RestAccess | undefined;
  /**
   * Host names that forwards accept besides localhost and their own address: `flink.example.com`, `*.example.com`, `*`.
   */
  readonly forwardHosts?: readonly string[] | undefined;
  /** Maximum size of a REST response in bytes. Larger responses are rejected. */
  readonly maxRestBytes?: number | undefined;
};

/** A connection to an existing session cluster for running single commands. It has no watches and no store. */
export type Connection = {
  readonly target: SessionTarget;
  /** Mode of the Deployment when it was found; `unknown` without permission to read it. */
  readonly mode: ClusterMode;
  /**
   * Resolves to the uid of the Deployment; undefined without permission to read it. Sends a request only if the last one
   * is more than a minute ago. Never rejects.
   */
  readonly deploymentUid: () => Promise<string | undefined>;
  readonly kubernetes: KubernetesApi;
  /** The first call opens the transport. After a failure, the next call opens it again. */
  readonly flink: FlinkRest;
  /** Connection status of REST, from its latest calls. */
  readonly restLink: () => Link;
  /** Makes the next call find the leading JobManager again. */
  readonly reopenRest: () => void;
  /**
   * After each wake from sleep, drops all connections and calls the listener. Without a listener, no connection is
   * dropped, because the connections of a short operation may still work.
   */
  readonly onWake: (listener: () => void) => () => void;
  /** Local ports forwarded to the cluster's pods until the connection is closed. */
  readonly forwards: Forwards;
  readonly close: () => Promise<void>;
};

/** An attached session cluster, watched until `close` is called. */
export type Session = {
  readonly connection: Connection;
  readonly store: StoreApi<SessionSnapshot>;
  /** Logs of all pods, from their newest lines on attach. The lines of a deleted pod are kept as long as its row. */
  readonly logs: LogStore;
  /** undefined if no journal is written. */
  readonly journal: SessionJournal | undefined;
  /**
   * Sets the displayed logs, which are read first. Keys are pod uids, or `uid/container` for containers other than the
   * main one.
   */
  readonly followLogs: (keys: readonly string[]) => void;
  /**
   * Reads the lines before the oldest kept line, as far back as the kubelet keeps them. Resolves to the number of lines
   * read, or rejects with KubernetesError.
   */
  readonly readOlderLogs: (key: string, signal: AbortSignal) => Promise<number>;
  /**
   * Sets the readings that are polled into the snapshot. Jobs and TaskManagers are always polled, but less often if not
   * listed here. With `objects`, the snapshot also has the watched objects, so that it changes with each of them.
   */
  readonly need: (readings: readonly Reading<unknown>[], options?: { readonly objects: boolean }) => void;
  /** Polls REST now and retries waiting watches. */
  readonly refresh: () => void;
  /**
   * Ends all watches and log streams and closes the connection. With `keepForwards`, the forwards and their connection stay
   * open until the connection is closed.
   */
  readonly close: (options?: { readonly keepForwards?: boolean }) => Promise<void>;
};

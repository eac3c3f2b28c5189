import type { StoreApi } from 'zustand/vanilla';
import type { FlinkRest } from '../flink/rest.ts';
import type { KubernetesApi } from '../kubernetes/api.ts';
import type { LogStore } from '../logs/log-store.ts';
import type { Forwards } from './forwards/forward.ts';
import type { Reading } from './readings/reading.ts';
import type { RestAccess } from './rest/rest-access.ts';
import type { ClusterMode, Link, SessionSnapshot } from './snapshot.ts';

export type SessionTarget = {
  readonly clusterId: string;
  readonly namespace: string;
  /** `--rest-url`: goes before every other way. */
  readonly restUrl?: string | undefined;
  readonly restAccess?: RestAccess | undefined;
  /** Names that forwards answer to beside localhost and their own address: `flink.example.com`, `*.example.com`, `*`. */
  readonly forwardHosts?: readonly string[] | undefined;
  /** REST answers with more bytes are refused. */
  readonly maxRestBytes?: number | undefined;
};

/** Enough to run one command against a session cluster that was found: no watch, no store. */
export type Connection = {
  readonly target: SessionTarget;
  /** As the Deployment was when it was found; unknown where that may not be read. */
  readonly mode: ClusterMode;
  readonly kubernetes: KubernetesApi;
  /** Opens its way at the first call, and another one when that breaks. */
  readonly flink: FlinkRest;
  /** How the way to REST stands, as its last calls told. */
  readonly restLink: () => Link;
  /** The next call looks for the leading JobManager again. */
  readonly reopenRest: () => void;
  /**
   * Called after each sleep of this machine, once every connection was dropped. To be asked for by what goes on for
   * long, until the function is called that it returns: while nobody asks nothing is dropped, as what has an end may
   * still be alive.
   */
  readonly onWake: (listener: () => void) => () => void;
  /** Local ports that lead to its pods, until the connection is closed. */
  readonly forwards: Forwards;
  readonly close: () => Promise<void>;
};

/** One attached session cluster, watched until it is closed. */
export type Session = {
  readonly connection: Connection;
  readonly store: StoreApi<SessionSnapshot>;
  /** Logs of all pods; a pod's lines stay as long as its row, after the pod is gone too. */
  readonly logs: LogStore;
  /** These are looked at: pods by uid, other containers than the main one as `uid/container`. They are read first. */
  readonly followLogs: (keys: readonly string[]) => void;
  /**
   * Of a log that was there already only the newest lines are read: this reads what is before the first kept line, as
   * far back as the kubelet keeps it. Resolves to how many lines that were. Rejects with KubernetesError.
   */
  readonly readOlderLogs: (key: string, signal: AbortSignal) => Promise<number>;
  /**
   * These readings are needed from now on, and no others: they come to the snapshot, each as often as its cost allows.
   * Jobs and TaskManagers are read all the same, less often.
   */
  readonly need: (readings: readonly Reading<unknown>[]) => void;
  /** Asks REST now, and lets waiting watches try now. */
  readonly refresh: () => void;
  readonly close: () => Promise<void>;
};

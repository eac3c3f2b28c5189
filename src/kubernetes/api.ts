import type { Duplex, Readable } from 'node:stream';
import type { CredentialDescription } from './credentials/describe-credential.ts';
import type { KubernetesError } from './error.ts';
import type { KubernetesObject } from './objects.ts';
import type { Resource, ResourcePath } from './resource.ts';

export type Selector = {
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
};

/** Status of a list-and-watch. Times are epoch milliseconds. */
export type WatchState =
  | { readonly state: 'connecting' }
  | { readonly state: 'live'; readonly since: number }
  | { readonly state: 'stale'; readonly since: number; readonly reason: string; readonly nextTryAt: number }
  | { readonly state: 'denied'; readonly error: KubernetesError };

export type WatchTarget = Selector & { readonly resource: Resource; readonly namespace: string };

export type WatchListener<T> = {
  /** Receives all objects after each list and after each group of events, always in a new array. */
  readonly onItems: (items: readonly T[]) => void;
  readonly onState: (state: WatchState) => void;
};

/** A list-and-watch that retries until it is stopped. */
export type Watch = {
  /** Retries now instead of at `nextTryAt`. Does nothing while live. */
  readonly retryNow: () => void;
  /** Resumes over a new connection, because a dead connection may not report an error. */
  readonly reopen: () => void;
  readonly stop: () => void;
};

export type PodLogOptions = {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string | undefined;
  readonly follow?: boolean | undefined;
  readonly previous?: boolean | undefined;
  /** The kubelet puts an RFC 3339 time with nanoseconds and a space before each line. */
  readonly timestamps?: boolean | undefined;
  readonly tailLines?: number | undefined;
  readonly sinceSeconds?: number | undefined;
  /** RFC 3339. The kubelet compares whole seconds. */
  readonly sinceTime?: string | undefined;
  /** Maximum number of bytes to return. */
  readonly limitBytes?: number | undefined;
};

export type ExecTarget = {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The program and its arguments. No shell interprets them. */
  readonly command: readonly string[];
};
/** Exit code of a command, and its output decoded as UTF-8. */
export type ExecResult = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

export type TerminalSize = { readonly columns: number; readonly rows: number };

/** A command that runs in a container, with its standard streams. */
export type ExecSession = {
  /** With a terminal, it also has what the command writes to standard error. Read slowly, it slows the command down. */
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when more input can be sent. Does nothing after the end. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Ends standard input. Returns false if the API server is older than 1.30, which has no message for it. */
  readonly endInput: () => boolean;
  readonly resize: (size: TerminalSize) => void;
  /**
   * Resolves with the exit code. Rejects with kind `invalid` if the command could not run, with `unreachable` if the
   * connection was lost, or with the reason of `close`. Both outputs have ended by then.
   */
  readonly ended: Promise<number>;
  /** Closes the connection. The command may continue to run. */
  readonly close: (reason?: unknown) => void;
};

export type ProxyRequest = {
  readonly method?: string | undefined;
  /** Sent unchanged, with the content type `application/json`. */
  readonly body?: string | undefined;
  /** 10 s by default, as for other calls. */
  readonly timeoutMs?: number | undefined;
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};
export type ProxyResponse = { readonly status: number; readonly body: string };

/**
 * Client for the API server of one kubeconfig context, without calls that create objects. Every call rejects with a
 * KubernetesError, or with the signal's reason when aborted.
 */
export type KubernetesApi = {
  /** `https://host:port` */
  readonly server: string;
  /** Settings that disable certificate checks: `insecure-skip-tls-verify in the kubeconfig`; undefined without any. */
  readonly insecureReason: string | undefined;
  readonly context: string;
  /** The namespace of the context, or `default`. */
  readonly namespace: string;
  /** Source of the kubeconfig: one or more paths, or `the pod's service account`. */
  readonly kubeconfig: string;
  /** Whether this process runs in a pod and uses the pod's service account. */
  readonly isInCluster: boolean;

  readonly get: <T extends KubernetesObject>(path: ResourcePath, signal?: AbortSignal) => Promise<T>;
  /** Returns all pages of the list. Without a namespace, lists the whole cluster. */
  readonly list: <T extends KubernetesObject>(
    target: Selector & { readonly resource: Resource; readonly namespace?: string | undefined },
    signal?: AbortSignal,
  ) => Promise<readonly T[]>;
  /** Sends a merge patch. With a resourceVersion in the body, rejects with `conflict` if the object has changed. */
  readonly patch: <T extends KubernetesObject>(
    path: ResourcePath,
    body: unknown,
    signal?: AbortSignal,
    /** The name recorded in `managedFields`; `flink-tui` by default. */
    options?: { readonly fieldManager: string },
  ) => Promise<T>;
  /**
   * Deletes one object. Flink's own client deletes only the Deployment, with background propagation, so that Kubernetes
   * deletes the objects that the Deployment owns.
   */
  readonly delete: (
    path: ResourcePath,
    options: { readonly propagation: 'Background' | 'Foreground'; readonly uid?: string | undefined },
    signal?: AbortSignal,
  ) => Promise<void>;
  readonly watch: <T extends KubernetesObject>(target: WatchTarget, listener: WatchListener<T>) => Watch;
  /** Returns the bytes of a container's log as they arrive. Aborting the signal ends the stream without an error. */
  readonly podLog: (options: PodLogOptions, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  /**
   * Opens one TCP connection to a port of a pod, as a stream that the caller must destroy. The stream fails with a
   * KubernetesError if the port refuses the connection.
   */
  readonly forward: (
    target: { readonly namespace: string; readonly pod: string; readonly port: number },
    signal?: AbortSignal,
  ) => Promise<Duplex>;
  /**
   * Runs a command in a container without standard input, and resolves with any exit code. Rejects with kind `invalid`
   * if the command cannot run or prints more than 4 MiB.
   */
  readonly exec: (
    target: ExecTarget,
    options?: { readonly timeoutMs?: number | undefined; readonly signal?: AbortSignal | undefined },
  ) => Promise<ExecResult>;
  /**
   * Runs a command in a container with standard input, and with a terminal if requested. The session lives until the
   * command ends, the signal is aborted, or the connection is lost, which is noticed within a minute.
   */
  readonly openExec: (
    target: ExecTarget & { readonly terminal: boolean },
    signal?: AbortSignal,
  ) => Promise<ExecSession>;
  /**
   * Sends a request to a Service's port through the API server, and resolves with any status of the Service. Rejects if
   * the API server itself responds with an error.
   */
  readonly serviceProxy: (
    target: {
      readonly namespace: string;
      readonly service: string;
      readonly port: number | string;
      /** The protocol between API server and Service; http by default. */
      readonly scheme?: 'http' | 'https' | undefined;
      readonly path: string;
    },
    request?: ProxyRequest,
  ) => Promise<ProxyResponse>;
  /** The server's time in epoch milliseconds, from its Date headers; undefined before the first response. */
  readonly serverTime: () => number | undefined;
  /** Requests /version and measures the round trip in milliseconds. */
  readonly ping: (
    timeoutMs: number,
    signal?: AbortSignal,
  ) => Promise<{
    readonly latencyMs: number;
    readonly gitVersion: string;
    /** Lead of the server's clock over the local clock, to the second; undefined without a Date header. */
    readonly clockAheadMs?: number | undefined;
  }>;
  /** Describes the user's credential. May run a credential plugin. */
  readonly credential: () => Promise<CredentialDescription>;
  /** Returns whether this user may perform the action. Uses SelfSubjectAccessReview, a POST that stores nothing. */
  readonly isAllowed: (
    rule: {
      readonly verb: string;
      readonly resource: Resource;
      readonly subresource?: string | undefined;
      readonly namespace: string;
      /** Name of the object. RBAC rules may allow only certain names. */
      readonly name?: string;
    },
    signal?: AbortSignal,
  ) => Promise<boolean>;
  /**
   * Closes every connection, because all may be dead after the machine has slept. Watches resume over new connections.
   */
  readonly reconnect: () => void;
  /** Closes every connection. Pending calls reject. */
  readonly close: () => Promise<void>;
};

import type { Duplex } from 'node:stream';
import type { CredentialDescription } from './credentials/describe-credential.ts';
import type { KubernetesError } from './error.ts';
import type { KubernetesObject } from './objects.ts';
import type { Resource, ResourcePath } from './resource.ts';

export type Selector = {
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
};

/** How a list-and-watch stands. Times are epoch milliseconds. */
export type WatchState =
  | { readonly state: 'connecting' }
  | { readonly state: 'live'; readonly since: number }
  | { readonly state: 'stale'; readonly since: number; readonly reason: string; readonly nextTryAt: number }
  | { readonly state: 'denied'; readonly error: KubernetesError };

export type WatchTarget = Selector & { readonly resource: Resource; readonly namespace: string };

export type WatchListener<T> = {
  /** Called with every object after each list and each event; the array is new each time. */
  readonly onItems: (items: readonly T[]) => void;
  readonly onState: (state: WatchState) => void;
};

/** A list-and-watch that goes on until it is stopped, whatever the network does. */
export type Watch = {
  /** Try again now instead of at `nextTryAt`; no effect while live. */
  readonly retryNow: () => void;
  /** Gives the connection up and resumes over another one: it may be dead without knowing. */
  readonly reopen: () => void;
  readonly stop: () => void;
};

export type PodLogOptions = {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string | undefined;
  readonly follow?: boolean | undefined;
  readonly previous?: boolean | undefined;
  /** The kubelet puts an RFC 3339 time with nanoseconds and a blank before each line. */
  readonly timestamps?: boolean | undefined;
  readonly tailLines?: number | undefined;
  readonly sinceSeconds?: number | undefined;
  /** RFC 3339; the kubelet compares whole seconds. */
  readonly sinceTime?: string | undefined;
  /** The log ends after so many bytes. */
  readonly limitBytes?: number | undefined;
};

export type ExecTarget = {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly string[];
};
/** What a command printed, as UTF-8. */
export type ExecResult = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

export type ProxyRequest = {
  readonly method?: string | undefined;
  /** Sent as it is, with this content type `application/json`. */
  readonly body?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};
export type ProxyAnswer = { readonly status: number; readonly body: string };

/**
 * The API server, by one context of a kubeconfig. Every call rejects with a KubernetesError, or with the
 * signal's own reason when it was aborted. Calls have a timeout of 10 s unless said otherwise.
 * Nothing here creates an object: there is no POST to a collection in this room.
 */
export type KubernetesApi = {
  /** `https://host:port` */
  readonly server: string;
  /** What turns off the check of its certificate: `insecure-skip-tls-verify in the kubeconfig`. */
  readonly insecureReason: string | undefined;
  readonly context: string;
  /** The context's own namespace, `default` if it names none. */
  readonly namespace: string;
  /** Where the kubeconfig was read: `/home/me/.kube/config`, two files, `the pod's service account`. */
  readonly kubeconfig: string;

  readonly get: <T extends KubernetesObject>(path: ResourcePath, signal?: AbortSignal) => Promise<T>;
  /** All pages of the list. With no namespace, of the whole cluster. */
  readonly list: <T extends KubernetesObject>(
    target: Selector & { readonly resource: Resource; readonly namespace?: string | undefined },
    signal?: AbortSignal,
  ) => Promise<readonly T[]>;
  /** A merge patch. With a resourceVersion in the body, 409 becomes `conflict`. */
  readonly patch: <T extends KubernetesObject>(
    path: ResourcePath,
    body: unknown,
    signal?: AbortSignal,
    /** As whom the API server notes it in `managedFields`; `flink-tui` if not said. */
    options?: { readonly fieldManager: string },
  ) => Promise<T>;
  /** `background` is what Flink's own stop asks for (its Deployment owns the rest). */
  readonly delete: (
    path: ResourcePath,
    options: { readonly propagation: 'Background' | 'Foreground'; readonly uid?: string | undefined },
    signal?: AbortSignal,
  ) => Promise<void>;
  readonly watch: <T extends KubernetesObject>(target: WatchTarget, listener: WatchListener<T>) => Watch;
  /** The bytes of a container's log as they come; ends when the server ends it; aborting the signal ends it too. */
  readonly podLog: (options: PodLogOptions, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  /**
   * One TCP connection to a port of a pod. Resolves once it is open. A port that refuses destroys the
   * stream with a KubernetesError. The caller owns the stream and destroys it.
   */
  readonly forward: (
    target: { readonly namespace: string; readonly pod: string; readonly port: number },
    signal?: AbortSignal,
  ) => Promise<Duplex>;
  /**
   * Runs a command in a container, without standard input, and resolves when it has ended, with whatever exit code.
   * Rejects with kind `invalid` if it could not be run or printed more than 4 MiB.
   */
  readonly exec: (
    target: ExecTarget,
    options?: { readonly timeoutMs?: number | undefined; readonly signal?: AbortSignal | undefined },
  ) => Promise<ExecResult>;
  /** A request to a Service's port through the API server. Answers of any status resolve, unless the API server refused. */
  readonly serviceProxy: (
    target: {
      readonly namespace: string;
      readonly service: string;
      readonly port: number | string;
      /** What the API server speaks to it; http if not said. */
      readonly scheme?: 'http' | 'https' | undefined;
      readonly path: string;
    },
    request?: ProxyRequest,
  ) => Promise<ProxyAnswer>;
  /** The server's own clock in epoch milliseconds, by its last answers; undefined before the first one. */
  readonly serverTime: () => number | undefined;
  /** GET /version with a short timeout: the round trip in milliseconds. */
  readonly ping: (
    timeoutMs: number,
    signal?: AbortSignal,
  ) => Promise<{
    readonly latencyMs: number;
    readonly gitVersion: string;
    /** How far the server's clock is ahead of ours, to the second; undefined where it does not say. */
    readonly clockAheadMs?: number | undefined;
  }>;
  /** How one is known there. A credential plugin may run for it. */
  readonly credential: () => Promise<CredentialDescription>;
  /** May this user do it? By SelfSubjectAccessReview, the one POST that stores nothing. */
  readonly may: (
    rule: {
      readonly verb: string;
      readonly resource: Resource;
      readonly subresource?: string | undefined;
      readonly namespace: string;
      /** A rule may be for objects of certain names alone. */
      readonly name?: string;
    },
    signal?: AbortSignal,
  ) => Promise<boolean>;
  /** Drops every connection, and each stream that goes on opens another: after a sleep all may be dead. */
  readonly reconnect: () => void;
  /** Closes every connection; pending calls reject. */
  readonly close: () => Promise<void>;
};

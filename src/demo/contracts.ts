import type { Duplex } from 'node:stream';

/** The resource kinds of the simulated API server, by plural name. */
export type DemoKind = 'pods' | 'services' | 'configmaps' | 'events' | 'deployments' | 'replicasets' | 'namespaces';

/** A Kubernetes object in its JSON form. The store sets uid, resourceVersion, creationTimestamp and generation. */
export type DemoObject = {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean }[];
    uid?: string;
    resourceVersion?: string;
    creationTimestamp?: string;
    deletionTimestamp?: string;
    finalizers?: string[];
  };
  [field: string]: unknown;
};

/** An in-memory store of Kubernetes objects, which replaces etcd. */
export type ObjectStore = {
  readonly create: (kind: DemoKind, object: DemoObject) => DemoObject;
  /** Stores a copy of the object after `change` has modified the copy. Returns undefined if there is no such object. */
  readonly update: (
    kind: DemoKind,
    namespace: string | undefined,
    name: string,
    change: (object: DemoObject) => void,
  ) => DemoObject | undefined;
  /** Removes an object and its dependents at once. Keeps terminating pods and dependents with another owner. */
  readonly remove: (kind: DemoKind, namespace: string | undefined, name: string) => DemoObject | undefined;
  readonly get: (kind: DemoKind, namespace: string | undefined, name: string) => DemoObject | undefined;
  readonly list: (kind: DemoKind, namespace?: string) => readonly DemoObject[];
  /** Calls the listener for every change. Returns a function that unsubscribes. */
  readonly subscribe: (
    listener: (change: { type: 'ADDED' | 'MODIFIED' | 'DELETED'; kind: DemoKind; object: DemoObject }) => void,
  ) => () => void;
};

/** The log of one run of a container. Times are RFC 3339 in UTC with nanoseconds. */
export type ContainerLog = {
  /** Lines of the newest file. Rotated files are not available. */
  readonly lines: readonly { readonly at: string; readonly text: string }[];
  readonly isEnded: boolean;
  /** Calls the listener for each new line, and once with undefined at the end. Returns a function that unsubscribes. */
  readonly subscribe: (
    listener: (line: { readonly at: string; readonly text: string } | undefined) => void,
  ) => () => void;
};

/** The result of a command in a container. */
export type ExecResult =
  | { readonly kind: 'ended'; readonly stdout: string; readonly stderr: string; readonly exitCode: number }
  | { readonly kind: 'not started'; readonly message: string };

export type TerminalSize = { readonly columns: number; readonly rows: number };

/** The streams of a command that runs in a container. */
export type ProcessStreams = {
  /** With a terminal, `stderr` goes to `stdout`. */
  readonly isTerminal: boolean;
  readonly write: (stream: 'stdout' | 'stderr', bytes: Buffer) => void;
  /** Called once, when the command ends. */
  readonly end: (exitCode: number) => void;
};

/** A command that runs in a container and reads standard input. */
export type ContainerProcess = {
  readonly input: (bytes: Buffer) => void;
  readonly endInput: () => void;
  readonly resize: (size: TerminalSize) => void;
};

/** The simulated kubelet, which runs the pods and serves their logs, ports and commands. */
export type Kubelet = {
  readonly log: (namespace: string, pod: string, container: string, previous: boolean) => ContainerLog | undefined;
  /** Opens a connection to a port in the pod. Returns undefined if the port is closed. */
  readonly connect: (namespace: string, pod: string, port: number) => Duplex | undefined;
  /** Runs a command in the pod's main container. Returns undefined if the container is not running. */
  readonly execute: (namespace: string, pod: string, command: readonly string[]) => ExecResult | undefined;
  /** Starts a command with standard input in the pod's main container. Returns undefined if the container is not running. */
  readonly startProcess: (
    namespace: string,
    pod: string,
    command: readonly string[],
    streams: ProcessStreams,
  ) => ContainerProcess | Extract<ExecResult, { readonly kind: 'not started' }> | undefined;
  /** Memory of the pod's main container in bytes at a time in epoch ms; undefined if it is not running. */
  readonly memory: (namespace: string, pod: string, at: number) => number | undefined;
  /** Ends the container of a pod that was deleted through the API, and then removes the pod object. */
  readonly onPodDeleted: (namespace: string, pod: string) => void;
  /** Removes a Deployment that was deleted through the API, and terminates its pods. */
  readonly onDeploymentDeleted: (namespace: string, name: string) => void;
};

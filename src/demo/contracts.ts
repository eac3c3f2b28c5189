import type { Duplex } from 'node:stream';

/** The kinds that the simulated API server stores, by their plural. */
export type DemoKind = 'pods' | 'services' | 'configmaps' | 'events' | 'deployments' | 'replicasets' | 'namespaces';

/** An object as JSON has it. The store sets uid, resourceVersion, creationTimestamp and generation. */
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

/** etcd, in a Map: one revision counter for all kinds, and a history that watches resume from. */
export type ObjectStore = {
  readonly create: (kind: DemoKind, object: DemoObject) => DemoObject;
  /** `change` gets a copy to change in place. undefined if there is no such object. */
  readonly update: (
    kind: DemoKind,
    namespace: string | undefined,
    name: string,
    change: (object: DemoObject) => void,
  ) => DemoObject | undefined;
  /** Gone at once, and with it whatever it owns (the garbage collector, without its delay). */
  readonly remove: (kind: DemoKind, namespace: string | undefined, name: string) => DemoObject | undefined;
  readonly get: (kind: DemoKind, namespace: string | undefined, name: string) => DemoObject | undefined;
  readonly list: (kind: DemoKind, namespace?: string) => readonly DemoObject[];
  /** Every change, as it is made. */
  readonly subscribe: (
    listener: (change: { type: 'ADDED' | 'MODIFIED' | 'DELETED'; kind: DemoKind; object: DemoObject }) => void,
  ) => () => void;
};

/** A container's log as the kubelet keeps it. Times are RFC 3339 in UTC with nanoseconds. */
export type ContainerLog = {
  /** Of the newest file: what was rotated away cannot be had. */
  readonly lines: readonly { readonly at: string; readonly text: string }[];
  readonly ended: boolean;
  /** Called for each new line, and once with undefined at the end. */
  readonly subscribe: (
    listener: (line: { readonly at: string; readonly text: string } | undefined) => void,
  ) => () => void;
};

/** How a command in a container went. */
export type Executed =
  | { readonly kind: 'ended'; readonly output: string; readonly errors: string; readonly exitCode: number }
  | { readonly kind: 'not started'; readonly message: string };

/** What the simulated kubelet knows of pods, beside their objects. */
export type Kubelet = {
  readonly log: (namespace: string, pod: string, container: string, previous: boolean) => ContainerLog | undefined;
  /** A TCP connection to a port inside the pod, or undefined where nothing listens. */
  readonly connect: (namespace: string, pod: string, port: number) => Duplex | undefined;
  /** Runs a command in the pod's main container; undefined where none runs. */
  readonly execute: (namespace: string, pod: string, command: readonly string[]) => Executed | undefined;
  /** A person deleted the pod through the API: end its containers; the object is removed by the store's owner after the grace period. */
  readonly podDeleted: (namespace: string, pod: string) => void;
  /** The same for a Deployment, Background propagation. */
  readonly deploymentDeleted: (namespace: string, name: string) => void;
};

/** The Kubernetes objects that flink-tui reads, under the names that the field uses. */
export type {
  CoreV1Event as KubernetesEvent,
  V1ConfigMap as ConfigMap,
  V1Deployment as Deployment,
  V1Pod as Pod,
  V1Service as Service,
} from '@kubernetes/client-node';

/** What every object of a list has. Dates stay the RFC 3339 strings of the wire. */
export type KubernetesObject = {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: { readonly [key: string]: string };
  };
};

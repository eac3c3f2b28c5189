/** The Kubernetes objects that flink-tui reads. */
export type {
  CoreV1Event as KubernetesEvent,
  V1ConfigMap as ConfigMap,
  V1Deployment as Deployment,
  V1Pod as Pod,
  V1Service as Service,
} from '@kubernetes/client-node';

/** Fields that every object has. Dates are RFC 3339 strings, although the client's types declare `Date`. */
export type KubernetesObject = {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: { readonly [key: string]: string };
  };
};

import type { DemoFault, DemoRequest } from '../demo.ts';
import type { Kubelet } from '../parts.ts';
import type { VersionedStore } from './object-store.ts';

export type KubernetesFault = Extract<DemoFault, { kind: 'freeze' | 'cut' | 'unreachable' | 'forget' }>;

/** The simulated API server as it listens on 127.0.0.1. */
export type KubernetesServer = {
  /** `https://127.0.0.1:port` */
  readonly url: string;
  readonly kubeconfig: (user: 'admin' | 'viewer' | 'nobody') => string;
  /** Paths are as they were sent, with their query. */
  readonly requests: () => readonly DemoRequest[];
  /** Resolves once the fault is in effect; it ends by itself. */
  readonly fault: (fault: KubernetesFault) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function serveKubernetes(_options: {
  readonly store: VersionedStore;
  readonly kubelet: Kubelet;
  readonly port?: number;
}): Promise<KubernetesServer> {
  throw new Error('not served yet');
}

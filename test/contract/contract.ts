import type { FlinkRest } from '../../src/flink/rest.ts';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';

/** A session cluster to check: the simulated one, or a real one. */
export type ContractTarget = {
  readonly kubernetes: KubernetesApi;
  readonly flink: FlinkRest;
  readonly clusterId: string;
  readonly namespace: string;
  /** Submits a streaming job that checkpoints every two seconds, detached; its id. */
  readonly submit: () => Promise<string>;
};

/** What both servers must do alike, so that what works against the one works against the other. */
export type Contract = {
  readonly name: string;
  readonly check: (target: ContractTarget) => Promise<void>;
};

/** How `eventually` waits in them: generous, for a real cluster on a small machine. */
export const patience = { timeoutMs: 120_000, everyMs: 40 };

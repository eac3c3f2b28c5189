import type { FlinkRest } from '../../src/flink/rest.ts';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';

export type ContractTrouble = 'slow-sink' | 'blocked' | 'expiring-checkpoints' | 'silent-source' | 'lag';

/** A simulated or real session cluster to check. */
export type ContractTarget = {
  readonly kubernetes: KubernetesApi;
  readonly flink: FlinkRest;
  readonly clusterId: string;
  readonly namespace: string;
  /** Submits a detached streaming job that takes a checkpoint every two seconds. Returns the job id. */
  readonly submit: () => Promise<string>;
  /** Returns a running job of `submit` that several contracts read. The last one of them cancels it. */
  readonly sharedJob: () => Promise<string>;
  /**
   * Submits a detached streaming job without checkpoints whose task `work` fails after a few seconds, which ends the job.
   * Returns the job id.
   */
  readonly submitFailing: () => Promise<string>;
  /**
   * Returns a job with checkpoints whose task `work` fails every few seconds, after which the job restarts. The last one
   * of the contracts that read it cancels it.
   */
  readonly sharedFailingJob: () => Promise<string>;
  /** Submits a detached streaming job with one kind of trouble. Returns the job id. */
  readonly submitTrouble: (trouble: ContractTrouble) => Promise<string>;
};

/** A behaviour that the demo and a real cluster share. Tests against the demo rely on it. */
export type Contract = {
  readonly name: string;
  readonly check: (target: ContractTarget) => Promise<void>;
};

/** Options of `eventually` in contracts. The timeout suits a real cluster on a small machine. */
export const waitOptions = { timeoutMs: 120_000, everyMs: 40 };

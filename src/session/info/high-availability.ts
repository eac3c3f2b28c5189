import { haConfigMapName, isHaConfigMap } from '../../flink/names.ts';
import type { ConfigMap } from '../../kubernetes/objects.ts';
import { isoDuration } from './iso-duration.ts';

/** The lease of the leading JobManager. Times are epoch ms by its node's clock. */
export type Lease = {
  /** A random id of the process; it is no pod name. */
  readonly holder: string;
  readonly acquiredAt: number | undefined;
  readonly renewedAt: number | undefined;
  readonly durationMs: number | undefined;
  readonly transitions: number | undefined;
};

/** A ConfigMap of Flink's Kubernetes high availability. No owner deletes it. */
export type HaConfigMap = {
  readonly name: string;
  /** Job whose checkpoints it has; undefined for the ConfigMap of the cluster. */
  readonly jobId: string | undefined;
  /** Name of the job; undefined if Flink does not know it. */
  readonly jobName: string | undefined;
  /** Whether Flink neither knows the job nor will recover it; undefined if the jobs are unknown. */
  readonly isOrphaned: boolean | undefined;
  /** Checkpoints that a new leader can restore. */
  readonly checkpoints: number;
  /** Bytes of its keys and values. Kubernetes allows 1 MiB. */
  readonly bytes: number;
};

export type KubernetesHighAvailability = {
  readonly lease: Lease | undefined;
  /** Jobs that a new leader recovers: their graphs are in the ConfigMap of the cluster. */
  readonly recoverableJobs: readonly string[];
  readonly configMaps: readonly HaConfigMap[];
};

type KnownJob = { readonly id: string; readonly name: string };

/** A lease counts as expired after this time, because clocks differ and renewals may be late. */
const toleranceMs = 10_000;
const defaultLeaseMs = 15_000;

/** Reads the ConfigMaps that Flink's `KubernetesLeaderElectionHaServices` writes. @param jobs undefined if they are unknown */
export function readHighAvailability(
  clusterId: string,
  configMaps: readonly ConfigMap[],
  jobs: readonly KnownJob[] | undefined,
): KubernetesHighAvailability {
  const own = configMaps.filter((configMap) => isHaConfigMap(clusterId, configMap));
  const leader = own.find(({ metadata }) => metadata?.name === haConfigMapName(clusterId));
  const recoverableJobs = Object.keys(leader?.data ?? {}).flatMap(jobOfGraph);
  return {
    lease: leader && readLease(leader),
    recoverableJobs,
    configMaps: own.map((configMap) => describeConfigMap(clusterId, configMap, jobs, recoverableJobs)).sort(byUrgency),
  };
}

/** `jobGraph-` in Flink 1.x, `executionPlan-` since 2.0. */
function jobOfGraph(key: string): readonly string[] {
  const [, id] = /^(?:jobGraph|executionPlan)-([0-9a-f]{32})$/.exec(key) ?? [];
  return id === undefined ? [] : [id];
}

function describeConfigMap(
  clusterId: string,
  { metadata, data = {} }: ConfigMap,
  jobs: readonly KnownJob[] | undefined,
  recoverableJobs: readonly string[],
): HaConfigMap {
  const name = metadata?.name ?? '';
  const [, jobId] = /^-([0-9a-f]{32})-config-map$/.exec(name.slice(clusterId.length)) ?? [];
  const job = jobs?.find(({ id }) => id === jobId);
  return {
    name,
    jobId,
    jobName: job?.name,
    isOrphaned: jobId === undefined || recoverableJobs.includes(jobId) ? false : jobs && job === undefined,
    checkpoints: Object.keys(data).filter((key) => key.startsWith('checkpointID-')).length,
    bytes: Object.entries(data).reduce(
      (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
      0,
    ),
  };
}

/** The cluster's ConfigMap first, then orphaned ones. */
function byUrgency(a: HaConfigMap, b: HaConfigMap): number {
  const rank = ({ jobId, isOrphaned }: HaConfigMap) => (jobId === undefined ? 0 : isOrphaned ? 1 : 2);
  return rank(a) - rank(b) || a.name.localeCompare(b.name, 'en');
}

/** Reads the annotation of the leader election, which is JSON. */
function readLease({ metadata }: ConfigMap): Lease | undefined {
  const lease = parsedObject(metadata?.annotations?.['control-plane.alpha.kubernetes.io/leader']);
  if (typeof lease?.holderIdentity !== 'string') return undefined;
  const time = (value: unknown) => (typeof value === 'string' ? Date.parse(value) || undefined : undefined);
  return {
    holder: lease.holderIdentity,
    acquiredAt: time(lease.acquireTime),
    renewedAt: time(lease.renewTime),
    durationMs: leaseDurationMs(lease.leaseDuration),
    transitions: typeof lease.leaderTransitions === 'number' ? lease.leaderTransitions : undefined,
  };
}

function parsedObject(text: string | undefined): { readonly [key: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    // Not JSON: another program has changed the annotation.
    return undefined;
  }
}

/** Flink 1.20 writes seconds (`15.000000000`), Flink 2 an ISO 8601 duration (`PT15S`). */
function leaseDurationMs(value: unknown): number | undefined {
  if (typeof value === 'number') return value * 1000;
  return typeof value === 'string' ? isoDuration(value) : undefined;
}

/** Whether the lease was not renewed in time. A stopped JobManager gives its lease back with an empty holder. */
export function isExpired({ renewedAt, durationMs = defaultLeaseMs }: Lease, now: number): boolean {
  return renewedAt !== undefined && now - renewedAt > durationMs + toleranceMs;
}

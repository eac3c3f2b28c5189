import { createFlinkRest } from '../../flink/create-rest.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { KubernetesObject } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { serviceProxyTransport } from '../rest/service-proxy-transport.ts';
import { countJobs, type JobCounts } from './count-jobs.ts';
import { type FoundCluster, type FoundClusters, findClusters } from './find-clusters.ts';

/** Lists what one context of the kubeconfig offers to attach to. It changes nothing and watches nothing. */
export type ClusterBrowser = {
  readonly context: string;
  /** Without a namespace, searches all. Rejects with a KubernetesError. */
  readonly clusters: (namespace: string | undefined, signal: AbortSignal) => Promise<FoundClusters>;
  /** Sorted names. Rejects with a KubernetesError. */
  readonly namespaces: (signal: AbortSignal) => Promise<readonly string[]>;
  /**
   * Reads the job list of a cluster once, through the API server's service proxy. Rejects with a KubernetesError, a
   * FlinkError or the reason of the timeout.
   */
  readonly jobCounts: (
    cluster: Pick<FoundCluster, 'clusterId' | 'namespace'>,
    signal: AbortSignal,
  ) => Promise<JobCounts>;
  readonly close: () => Promise<void>;
};

/** A hung JobMaster holds the job list for minutes. */
const jobsTimeoutMs = 5000;
/** The list of a thousand jobs has about 0.5 MB. */
const maxJobListBytes = 4 * 1024 * 1024;

/** Closing the browser also closes the API client. */
export function createClusterBrowser(kubernetes: KubernetesApi): ClusterBrowser {
  const opened = new Map<string, { readonly flink: FlinkRest; readonly close: () => void }>();
  const open = ({ clusterId, namespace }: Pick<FoundCluster, 'clusterId' | 'namespace'>): FlinkRest => {
    const key = `${namespace}/${clusterId}`;
    const known = opened.get(key);
    if (known !== undefined) return known.flink;
    const transport = serviceProxyTransport(kubernetes, { clusterId, namespace });
    const flink = createFlinkRest(transport.send, { maxBytes: maxJobListBytes });
    opened.set(key, { flink, close: transport.close });
    return flink;
  };
  return {
    context: kubernetes.context,
    clusters: (namespace, signal) => findClusters(kubernetes, { namespace }, signal),
    namespaces: async (signal) => {
      const found = await kubernetes.list<KubernetesObject>({ resource: resources.namespaces }, signal);
      return found.flatMap(({ metadata }) => metadata?.name ?? []).sort();
    },
    jobCounts: async (cluster, signal) => {
      const withTimeout = AbortSignal.any([signal, AbortSignal.timeout(jobsTimeoutMs)]);
      return countJobs(await open(cluster).jobs(withTimeout));
    },
    close: async () => {
      for (const { close } of opened.values()) close();
      await kubernetes.close();
    },
  };
}

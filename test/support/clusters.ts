import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { listContexts } from '../../src/kubernetes/kubeconfig/list-contexts.ts';
import type { ScreenSource } from '../../src/screen/attachments.ts';
import type { ClusterSource } from '../../src/screen/clusters/load-chooser.ts';
import { createClusterBrowser } from '../../src/session/attach/cluster-browser.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import type { FoundCluster } from '../../src/session/attach/find-clusters.ts';
import { type WatchOptions, watchSession } from '../../src/session/watch/watch-session.ts';

export function foundCluster(overrides: Partial<FoundCluster> = {}): FoundCluster {
  return {
    clusterId: 'alpha',
    namespace: 'flink',
    mode: 'session',
    replicas: 1,
    readyReplicas: 1,
    // Half an hour from the next hour, because the picker shows whole hours after a day.
    createdAt: Date.now() - 48.5 * 3_600_000,
    owner: undefined,
    beingDeletedSince: undefined,
    finalizers: [],
    image: 'flink:2.3.0',
    flinkVersion: '2.3.0',
    ...overrides,
  };
}

/** A kubeconfig with one context, whose clusters are given. Their jobs cannot be read. */
export function clusterSource(
  find: (namespace: string | undefined) => Promise<readonly FoundCluster[]>,
): ClusterSource {
  const context = { name: 'kind-flink', cluster: 'kind', server: 'https://127.0.0.1:6443', namespace: undefined };
  return {
    contexts: async () => [{ ...context, isCurrent: true }],
    open: async () => ({
      context: context.name,
      clusters: async (namespace) => Object.assign([...(await find(namespace))], { narrowedTo: undefined }),
      namespaces: async () => ['default', 'flink'],
      jobCounts: () => Promise.reject(new Error('no permission')),
      close: async () => {},
    }),
  };
}

export const noClusters: ClusterSource = clusterSource(async () => []);

/** The clusters of a kubeconfig file, with the code that also connects to real clusters. */
export function clustersOf(file: string): ClusterSource {
  return {
    contexts: async () => listContexts({ file, env: {} }),
    open: async (context) => createClusterBrowser(await connectKubernetes({ file, context, env: {} })),
  };
}

/** Attaches to the clusters of a kubeconfig file, and closes everything with the session. */
export function attachTo(file: string, options: WatchOptions = {}): ScreenSource['attach'] {
  return async ({ clusterId, namespace, context }, signal) => {
    const kubernetes = await connectKubernetes({ file, context, env: {} });
    try {
      const target = { clusterId, namespace: namespace ?? kubernetes.namespace };
      const connection = await connectSession(kubernetes, target, signal);
      const close = async () => {
        await connection.close();
        await kubernetes.close();
      };
      return watchSession({ ...connection, close }, options);
    } catch (error) {
      await kubernetes.close();
      throw error;
    }
  };
}

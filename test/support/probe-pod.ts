import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';

/**
 * Creates an unschedulable pod with a TaskManager's labels, which the screen lists and Flink does not know.
 * Resolves with a function that deletes the pod.
 */
export async function createProbePod(
  kubeconfig: string,
  clusterId: string,
  name: string,
): Promise<() => Promise<void>> {
  const admin = new KubeConfig();
  admin.loadFromFile(kubeconfig);
  const core = admin.makeApiClient(CoreV1Api);
  const namespace = 'default';
  await core.createNamespacedPod({
    namespace,
    body: {
      metadata: {
        name,
        labels: { app: clusterId, component: 'taskmanager', type: 'flink-native-kubernetes' },
      },
      spec: {
        nodeSelector: { 'flink-tui-test': 'no-such-node' },
        containers: [{ name: 'flink-main-container', image: 'none' }],
      },
    },
  });
  return async () => {
    await core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 });
  };
}

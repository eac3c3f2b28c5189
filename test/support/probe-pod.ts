import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';

/**
 * Puts a pod beside a session cluster's TaskManagers that no node will ever take, so that a screen that watches
 * shows one row more. Flink knows nothing of it.
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

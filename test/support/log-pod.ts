import { AppsV1Api, CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { cluster } from './cluster.ts';

const namespace = 'default';

/**
 * Runs a bash script in a pod with a TaskManager's labels, so that the session's logs include the pod's log.
 * Resolves once the pod runs, with a function that deletes the pod.
 */
export async function createLogPod(
  kubeconfig: string,
  { clusterId, name, script }: { readonly clusterId: string; readonly name: string; readonly script: string },
): Promise<() => Promise<void>> {
  const admin = new KubeConfig();
  admin.loadFromFile(kubeconfig);
  const core = admin.makeApiClient(CoreV1Api);
  const deployment = await admin.makeApiClient(AppsV1Api).readNamespacedDeployment({ namespace, name: clusterId });
  const image = deployment.spec?.template.spec?.containers[0]?.image ?? '';
  await core.createNamespacedPod({
    namespace,
    body: {
      metadata: { name, labels: { app: clusterId, component: 'taskmanager', type: 'flink-native-kubernetes' } },
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'flink-main-container', image, command: ['bash', '-c', script] }],
      },
    },
  });
  await cluster.eventually(
    `${name} to run`,
    async () => {
      const { status } = await core.readNamespacedPod({ namespace, name });
      return status?.phase === 'Running' || status?.phase === 'Succeeded';
    },
    120_000,
  );
  return async () => {
    await core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 });
  };
}

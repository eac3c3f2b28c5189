import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig, RbacAuthorizationV1Api, type V1PolicyRule } from '@kubernetes/client-node';

export type ServiceAccount = {
  readonly name: string;
  readonly kubeconfig: string;
  readonly remove: () => Promise<void>;
};

/** Creates a service account on the real cluster with only these rules, and a kubeconfig that uses its token. */
export async function createServiceAccount(
  adminKubeconfig: string,
  rules: V1PolicyRule[],
  namespace = 'default',
): Promise<ServiceAccount> {
  const admin = new KubeConfig();
  admin.loadFromFile(adminKubeconfig);
  const core = admin.makeApiClient(CoreV1Api);
  const access = admin.makeApiClient(RbacAuthorizationV1Api);
  const name = `flink-tui-test-${randomUUID().slice(0, 8)}`;
  const metadata = { name, namespace };
  await core.createNamespacedServiceAccount({ namespace, body: { metadata } });
  await access.createNamespacedRole({ namespace, body: { metadata, rules } });
  await access.createNamespacedRoleBinding({
    namespace,
    body: {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  });
  const { status } = await core.createNamespacedServiceAccountToken({
    name,
    namespace,
    body: { spec: { audiences: [], expirationSeconds: 3600 } },
  });
  const limited = new KubeConfig();
  const cluster = admin.getCurrentCluster();
  if (cluster === null || status === undefined)
    throw new Error('no cluster in the kubeconfig, or no token for the service account');
  limited.loadFromOptions({
    clusters: [cluster],
    users: [{ name, token: status.token }],
    contexts: [{ name: 'limited', cluster: cluster.name, user: name, namespace }],
    currentContext: 'limited',
  });
  const kubeconfig = join(mkdtempSync(join(tmpdir(), 'flink-tui-test-')), 'kubeconfig');
  writeFileSync(kubeconfig, limited.exportConfig(), { mode: 0o600 });
  return {
    name,
    kubeconfig,
    remove: async () => {
      await access.deleteNamespacedRoleBinding({ namespace, name });
      await access.deleteNamespacedRole({ namespace, name });
      await core.deleteNamespacedServiceAccount({ namespace, name });
    },
  };
}

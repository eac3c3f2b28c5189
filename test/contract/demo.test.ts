import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Demo, DemoScenario } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import type { Connection } from '../../src/session/session.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import type { Contract } from './contract.ts';
import { flinkContracts, withoutSavepointDirectory } from './flink.ts';
import { kubernetesContracts } from './kubernetes.ts';
import { shareJob } from './read-job.ts';

function checkDemo(name: string, scenario: DemoScenario, contracts: readonly Contract[]): void {
  describe(name, () => {
    let demo: Demo;
    let kubernetes: KubernetesApi;
    let connection: Connection;
    const submit = async () => demo.submitJob('contract');
    const submitFailing = (checkpoints: boolean) => demo.submitJob('contract', { checkpoints, failEveryMs: 5000 });
    const sharedJob = shareJob(submit);
    const sharedFailingJob = shareJob(async () => submitFailing(true));

    before(async () => {
      demo = await startDemo({ speed: 50, scenario: { jobs: 'none', ...scenario } });
      kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
      const { clusterId, namespace } = demo;
      connection = await connectSession(kubernetes, { clusterId, namespace }, new AbortController().signal);
    });
    after(async () => {
      await connection.close();
      await kubernetes.close();
      await demo.close();
    });

    for (const { name: contractName, check } of contracts) {
      test(contractName, () =>
        check({
          kubernetes,
          flink: connection.flink,
          clusterId: demo.clusterId,
          namespace: demo.namespace,
          submit,
          sharedJob: () => sharedJob(connection.flink),
          submitFailing: async () => submitFailing(false),
          sharedFailingJob: () => sharedFailingJob(connection.flink),
          submitTrouble: async (trouble) => demo.submitJob('contract', { trouble }),
        }),
      );
    }
  });
}

checkDemo('the simulated Kubernetes', {}, kubernetesContracts);
checkDemo('the simulated Flink 2.3', {}, flinkContracts);
checkDemo('the simulated Flink 1.20', { flinkVersion: '1.20.5' }, flinkContracts);
checkDemo('the simulated Flink with two JobManagers', { highAvailability: true }, flinkContracts);
checkDemo(
  'the simulated Flink without a default savepoint directory',
  { hasSavepointDirectory: false },
  withoutSavepointDirectory,
);

test('a read-only user gets an error that names the missing permission', async () => {
  const demo = await startDemo({ speed: 50, scenario: { jobs: 'none' } });
  const viewer = await connectKubernetes({ file: demoKubeconfig(demo, 'viewer'), env: {} });
  const path = { resource: resources.deployments, namespace: demo.namespace, name: demo.clusterId };
  await viewer.get(path);
  await assert.rejects(viewer.delete(path, { propagation: 'Background' }), {
    kind: 'forbidden',
    verb: 'delete',
    resource: 'deployments.apps',
  });
  await viewer.close();
  await demo.close();
});

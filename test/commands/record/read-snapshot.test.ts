import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSnapshot } from '../../../src/commands/record/read-snapshot.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import type { KubernetesApi } from '../../../src/kubernetes/api.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import type { Pod } from '../../../src/kubernetes/objects.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';

test('a TaskManager that Flink has released between both lists is not one that has not registered', async (context) => {
  const demo = await startDemo({ speed: 20 });
  context.after(() => demo.close());
  const { clusterId, namespace } = demo;
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  const { signal } = new AbortController();
  const connection = await connectSession(kubernetes, { clusterId, namespace }, signal);
  const released = `${clusterId}-taskmanager-9-9`;
  let lists = 0;
  const list: KubernetesApi['list'] = async (request, listSignal) => {
    const items = await kubernetes.list<Pod>(request, listSignal);
    const taskManager = items.find(({ metadata }) => metadata?.labels?.component === 'taskmanager');
    if (request.resource.plural !== 'pods' || taskManager === undefined) return items as never;
    lists += 1;
    const ghost = { ...taskManager, metadata: { ...taskManager.metadata, name: released, uid: 'released' } };
    return (lists === 1 ? [...items, ghost] : items) as never;
  };
  const services = {
    connection: { ...connection, kubernetes: Object.create(kubernetes, { list: { value: list } }) as KubernetesApi },
    now: Date.now,
  };
  const { snapshot } = await readSnapshot(services as never, signal);
  assert.equal(lists, 2);
  assert.ok((snapshot.pods ?? []).length > 1);
  assert.equal(
    snapshot.pods?.find(({ name }) => name === released),
    undefined,
  );
  await connection.close();
  await kubernetes.close();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Demo, DemoScenario } from '../../../src/demo/demo.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import type { ClusterMemory } from '../../../src/session/memory/pod-memory.ts';
import type { Session } from '../../../src/session/session.ts';
import { watchSession } from '../../../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { eventually } from '../../support/eventually.ts';

async function withMemory(
  scenario: DemoScenario,
  use: (watched: { demo: Demo; session: Session; memory: () => ClusterMemory; since: number }) => Promise<void>,
  user: 'admin' | 'viewer' = 'admin',
): Promise<void> {
  const demo = await startDemo({ speed: 10, scenario });
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo, user), env: {} });
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const connection = await connectSession(kubernetes, target, AbortSignal.timeout(20_000));
  const since = Date.now();
  const session = watchSession(connection, { readsMemory: true });
  try {
    await use({ demo, session, memory: () => session.store.getState().memory, since });
  } finally {
    await session.close();
    await kubernetes.close();
    await demo.close();
  }
}

const podMetrics = (demo: Demo) => demo.requests().filter(({ path }) => path.includes('/metrics.k8s.io/'));
const jvmRequests = (demo: Demo) =>
  demo.restRequests().filter(({ path }) => /^\/(jobmanager|taskmanagers\/[^/]+|taskmanagers)\/metrics/.test(path));

const jobRequests = (demo: Demo) => demo.restRequests().filter(({ path }) => path.startsWith('/jobs/overview'));

test('the memory of all pods is read in the background with one list and a few requests per window', () =>
  withMemory({ extraTaskManagers: 20, extraJobs: 4, jobs: 'none' }, async ({ demo, session, memory, since }) => {
    await eventually('the usage of all pods', () => (memory().pods.size === 21 ? true : undefined));
    assert.equal(memory().usage.state, 'served');
    await eventually('a sweep of JVMs', () =>
      [...memory().pods.values()].filter(({ jvm }) => jvm !== undefined).length >= 6 ? true : undefined,
    );
    const manager = [...memory().pods.values()].find(({ role }) => role === 'jobmanager');
    assert.equal(manager?.limit, 1600 * 2 ** 20);
    assert.ok((manager?.jvm?.heapUsed ?? 0) > 0);
    assert.equal(podMetrics(demo).length, 1);
    // The highest values of all, the JobManager and five TaskManagers. Before the first fetch, the highest values take
    // five requests, and all are read again.
    assert.ok(jvmRequests(demo).length <= 18, `${jvmRequests(demo).length} requests`);
    const before = { memory: memory(), jvms: jvmRequests(demo).length, jobs: jobRequests(demo).length };
    session.refresh();
    await eventually('a refresh', () => jobRequests(demo).length > before.jobs);
    const after = { memory: memory(), jvms: jvmRequests(demo).length };
    // On a slow computer, the next sweep is due by now.
    if (Date.now() - since >= 10_000) return;
    assert.equal(after.jvms, before.jvms, 'a refresh reads no metrics');
    assert.equal(after.memory, before.memory, 'nothing new is the same object');
  }));

test('without a metrics server, the JVMs are read and the reason is known after one request', () =>
  withMemory({ jobs: 'none', extraTaskManagers: 1, hasMetricsServer: false }, async ({ demo, memory }) => {
    await eventually('the numbers of the JVMs', () => (memory().pods.size === 2 ? true : undefined));
    assert.equal(memory().usage.state, 'not served');
    assert.ok([...memory().pods.values()].every(({ usage, jvm }) => usage === undefined && jvm !== undefined));
    assert.equal(podMetrics(demo).length, 1);
  }));

test('without the permission, the missing right is named after one request, and the pods are shown', () =>
  withMemory(
    { jobs: 'none' },
    async ({ demo, session, memory }) => {
      await eventually('the denied request', () => (memory().usage.state === 'denied' ? true : undefined));
      const { usage } = memory();
      assert.ok(usage.state === 'denied' && /list pods\.metrics\.k8s\.io/.test(usage.error.message));
      assert.equal(session.store.getState().pods?.length, 1);
      assert.deepEqual(
        podMetrics(demo).map(({ status }) => status),
        [403],
      );
    },
    'viewer',
  ));

test('memory is not read unless it is wanted', async () => {
  const demo = await startDemo({ speed: 10, scenario: { jobs: 'none' } });
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const session = watchSession(await connectSession(kubernetes, target, AbortSignal.timeout(20_000)));
  await eventually('jobs', () => session.store.getState().jobs !== undefined);
  assert.equal(podMetrics(demo).length + jvmRequests(demo).length, 0);
  await session.close();
  await kubernetes.close();
  await demo.close();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemo } from '../../src/demo/start-demo.ts';
import { attachTo, clustersOf } from '../support/clusters.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';
import { collectGarbage, type HeldResources, heldResources } from '../support/resources.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** The number of connections of one session changes a little with time. */
const tolerance: HeldResources = { sockets: 3, files: 3, timers: 3, listeners: 0 };

test('switching among three clusters returns to the sockets, files, timers and listeners of the first', async (t) => {
  const demo = await startDemo({ speed: 10, scenario: { hasMoreSessions: true } });
  t.after(demo.close);
  const file = demoKubeconfig(demo);
  const folder = await temporaryFolder(t);
  const sessions: WeakRef<object>[] = [];
  const attachToDemo = attachTo(file, { logs: { folder, keep: false }, assessJobs: true, readsMemory: true });
  const attach: typeof attachToDemo = async (target, signal) => {
    const session = await attachToDemo(target, signal);
    sessions.push(new WeakRef(session.store));
    return session;
  };
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const screen = openScreen({ target, source: { attach }, clusters: clustersOf(file) }, { columns: 140, rows: 40 });
  await screen.jobs.contains('Order enrichment');
  await screen.logs.contains(/INFO \w+ - /);
  const first = heldResources();

  for (const [clusterId, job] of [
    ['clickstream', 'Click Event Count'],
    ['nightly-reports', 'No jobs yet'],
    [demo.clusterId, 'Order enrichment'],
    ['clickstream', 'Click Event Count'],
    ['nightly-reports', 'No jobs yet'],
    [demo.clusterId, 'Order enrichment'],
  ] as const) {
    screen.commandLine.run(`clusters ${clusterId}`);
    await screen.header.shows(clusterId);
    await screen.jobs.contains(job);
    await screen.logs.contains(/INFO \w+ - /);
  }
  let held = heldResources();
  const hasReturned = () => {
    held = heldResources();
    return (Object.keys(tolerance) as (keyof HeldResources)[]).every(
      (name) => held[name] <= first[name] + tolerance[name],
    );
  };
  const state = () => JSON.stringify({ first, held });
  await eventually('the resources of the first attachment', hasReturned, { state });
  assert.equal(sessions.length, 7);
  const remaining = () => {
    collectGarbage();
    return sessions.filter((session) => session.deref() !== undefined).length;
  };
  await eventually('the memory of the left sessions', () => remaining() === 1, {
    everyMs: 200,
    state: () => `${remaining()}`,
  });
});

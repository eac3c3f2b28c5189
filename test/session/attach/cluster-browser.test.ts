import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Demo } from '../../../src/demo/demo.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { createClusterBrowser } from '../../../src/session/attach/cluster-browser.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';

const { signal } = new AbortController();
let demo: Demo;
before(async () => {
  demo = await startDemo({ scenario: { hasMoreSessions: true } });
});
after(() => demo.close());

const browser = async (context?: string) =>
  createClusterBrowser(await connectKubernetes({ file: demoKubeconfig(demo), context, env: {} }));

test('counts the jobs of each cluster that have not ended', async (t) => {
  const { clusters, namespaces, jobCounts, close } = await browser();
  t.after(close);
  const found = await clusters('analytics', signal);
  const counts = await Promise.all(found.map((cluster) => jobCounts(cluster, signal)));
  assert.deepEqual(
    found.map(({ clusterId }, index) => [clusterId, counts[index]]),
    [
      ['clickstream', { unfinished: 2, failing: 0 }],
      ['nightly-reports', { unfinished: 0, failing: 0 }],
    ],
  );
  assert.deepEqual(await namespaces(signal), ['analytics', 'default', 'kube-system']);
});

test('rejects with the missing permission', async (t) => {
  const { jobCounts, namespaces, close } = await browser('viewer@flink-tui-demo');
  t.after(close);
  await assert.rejects(jobCounts(demo, signal), { kind: 'forbidden', resource: 'services/proxy' });
  await assert.rejects(namespaces(signal), { kind: 'forbidden', resource: 'namespaces' });
});

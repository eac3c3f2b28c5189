import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { DemoRestRequest } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { openJob } from '../../src/screen/job/job-page.ts';
import type { Screen } from '../../src/screen/state/screen.ts';
import { subscribeToSession } from '../../src/screen/state/subscribe-to-session.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { screenInMemory } from '../screen/screen-in-memory.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';

const minuteMs = 60_000;
/** A recording is this much shorter than a minute, because its first requests may belong to the previous minute. */
const lateMs = 1500;
/** A fast server is polled every 3 s. The interval for a slow server is ten times its response time. */
const minRequests = 8;

/** Returns the `CostClass` of a request, or its resource if the class is unknown. */
function costOf({ path }: DemoRestRequest): string {
  const resource = path.replace(/^\/v1/, '').replace(/\?.*/, '');
  if (['/overview', '/jobs', '/jobs/overview'].includes(resource)) return 'F';
  if (resource === '/taskmanagers') return 'R';
  if (/^\/(config|jobmanager\/(config|environment))$/.test(resource)) return '0';
  if (/^\/jobs\/\w+\/status$/.test(resource)) return 'J';
  if (resource.endsWith('/metrics')) return 'M';
  if (resource.endsWith('/checkpoints')) return 'K';
  if (/^\/jobs\/[0-9a-f]{32}(\/exceptions)?$/.test(resource)) return 'G';
  return resource;
}

/** Attaches a screen and records its REST requests for about a minute. */
async function requestsInMinute(
  jobCount: number,
  prepare: (screen: Screen) => Promise<void>,
): Promise<readonly DemoRestRequest[]> {
  const demo = await startDemo({ scenario: { jobs: 'none', extraJobs: jobCount, extraTaskManagers: jobCount } });
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  const { clusterId, namespace } = demo;
  const connection = await connectSession(kubernetes, { clusterId, namespace }, new AbortController().signal);
  const session = watchSession(connection);
  const closing = new AbortController();
  const screen = screenInMemory({ signal: closing.signal, now: Date.now }, { columns: 160, rows: 50 });
  try {
    subscribeToSession(screen, session);
    await eventually('the jobs on the screen', () => screen.store.getState().snapshot?.jobs?.length === jobCount);
    await prepare(screen);
    const before = demo.restRequests().length;
    await pause(minuteMs - lateMs);
    return demo.restRequests().slice(before);
  } finally {
    closing.abort();
    await session.close();
    await kubernetes.close();
    await demo.close();
  }
}

function countByCost(requests: readonly DemoRestRequest[]): { readonly [cost: string]: number } {
  return Object.fromEntries([...Map.groupBy(requests, costOf)].map(([cost, group]) => [cost, group.length]));
}

for (const jobCount of [3, 500]) {
  test(`an idle screen with ${jobCount} jobs polls jobs and TaskManagers at most 20 times per minute`, async () => {
    const requests = await requestsInMinute(jobCount, async () => {});
    const { F = 0, R = 0, ...others } = countByCost(requests);
    assert.ok(F >= minRequests && F <= 20, `${F} requests to all JobMasters`);
    assert.ok(R >= minRequests && R <= 20, `${R} requests for the TaskManagers`);
    assert.deepEqual(
      Object.keys(others).filter((cost) => cost !== '0'),
      [],
      JSON.stringify(others),
    );
    assert.ok((others['0'] ?? 0) <= 2, JSON.stringify(others));
    assert.deepEqual(new Set(requests.map(({ method }) => method)), new Set(['GET']));
  });
}

test('a job page sends at most one request per second, and one per vertex for metrics every ten seconds', async () => {
  const requests = await requestsInMinute(3, async (screen) => {
    const id = screen.store.getState().snapshot?.jobs?.[0]?.id ?? '';
    openJob(screen, id);
    await eventually('the metrics of the job', () => {
      const known = screen.store.getState().snapshot?.readings ?? new Map();
      return [...known].some(([key, { value }]) => key.startsWith('busiest-subtask/') && value !== undefined);
    });
  });
  const { F = 0, R = 0, G = 0, K = 0, M = 0, '0': cheap = 0, ...others } = countByCost(requests);
  assert.ok(F >= minRequests && F <= 20 && R <= 20, `${F} requests to all JobMasters, ${R} for the TaskManagers`);
  assert.ok(G >= minRequests && G <= 40, `${G} requests for the job graph and exceptions`);
  assert.ok(K >= minRequests && G + K <= 61, `${G + K} requests for the job`);
  const graphs = requests.filter(({ path }) => /\/jobs\/[0-9a-f]{32}$/.test(path));
  assert.ok(graphs.length <= 20, `${graphs.length} requests for the job graph`);
  const vertices = new Set(requests.filter((request) => costOf(request) === 'M').map(({ path }) => path)).size;
  assert.ok(vertices > 0 && M <= vertices * 7, `${M} requests for ${vertices} vertices`);
  assert.deepEqual([others, cheap <= 2], [{}, true]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { DemoRestRequest } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { openJob } from '../../src/screen/job/job-page.ts';
import type { Screen } from '../../src/screen/state/screen.ts';
import { subscribeToSession as showSession } from '../../src/screen/state/subscribe-to-session.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { screenInMemory } from '../screen/screen-in-memory.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';

const minuteMs = 60_000;
/** The first request of the minute may arrive late, and belong to the one before. */
const lateMs = 1500;
/** Every three seconds, if answers are quick; ten times as long as one took if they are not. */
const fewest = 8;

/** What a question costs: see `CostClass`. */
function costOf({ path }: DemoRestRequest): string {
  const asked = path.replace(/^\/v1/, '').replace(/\?.*/, '');
  if (['/overview', '/jobs', '/jobs/overview'].includes(asked)) return 'F';
  if (asked === '/taskmanagers') return 'R';
  if (/^\/(config|jobmanager\/(config|environment))$/.test(asked)) return '0';
  if (/^\/jobs\/\w+\/status$/.test(asked)) return 'J';
  if (asked.endsWith('/metrics')) return 'M';
  if (asked.endsWith('/checkpoints')) return 'K';
  if (/^\/jobs\/[0-9a-f]{32}(\/exceptions)?$/.test(asked)) return 'G';
  return asked;
}

/** An attached screen, and what it asks in a minute. */
async function minuteOf(
  jobCount: number,
  prepare: (screen: Screen) => Promise<void>,
): Promise<readonly DemoRestRequest[]> {
  const demo = await startDemo({ scenario: { jobs: 'none', extraJobs: jobCount, extraTaskManagers: jobCount } });
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  const { clusterId, namespace } = demo;
  const connection = await connectSession(kubernetes, { clusterId, namespace }, new AbortController().signal);
  const session = watchSession(connection);
  const leaving = new AbortController();
  const screen = screenInMemory({ signal: leaving.signal, now: Date.now }, { columns: 160, rows: 50 });
  try {
    showSession(screen, session);
    await eventually('the jobs on the screen', () => screen.store.getState().snapshot?.jobs?.length === jobCount);
    await prepare(screen);
    const before = demo.restRequests().length;
    await pause(minuteMs - lateMs);
    return demo.restRequests().slice(before);
  } finally {
    leaving.abort();
    await session.close();
    await kubernetes.close();
    await demo.close();
  }
}

function counts(asked: readonly DemoRestRequest[]): { readonly [cost: string]: number } {
  return Object.fromEntries([...Map.groupBy(asked, costOf)].map(([cost, requests]) => [cost, requests.length]));
}

for (const jobCount of [3, 500]) {
  test(`an idle screen asks a JobManager with ${jobCount} jobs for the jobs and the TaskManagers 20 times a minute at most`, async () => {
    const asked = await minuteOf(jobCount, async () => {});
    const { F = 0, R = 0, ...others } = counts(asked);
    assert.ok(F >= fewest && F <= 20, `${F} questions to all JobMasters`);
    assert.ok(R >= fewest && R <= 20, `${R} questions for the TaskManagers`);
    assert.deepEqual(
      Object.keys(others).filter((cost) => cost !== '0'),
      [],
      JSON.stringify(others),
    );
    assert.ok((others['0'] ?? 0) <= 2, JSON.stringify(others));
    assert.deepEqual(new Set(asked.map(({ method }) => method)), new Set(['GET']));
  });
}

test('a job that is looked at costs one call of its own a second, and one bunch of metrics in ten seconds', async () => {
  const asked = await minuteOf(3, async (screen) => {
    const id = screen.store.getState().snapshot?.jobs?.[0]?.id ?? '';
    openJob(screen, id);
    await eventually('its metrics', () => {
      const known = screen.store.getState().snapshot?.readings ?? new Map();
      return [...known].some(([key, { value }]) => key.startsWith('busiest-subtask/') && value !== undefined);
    });
  });
  const { F = 0, R = 0, G = 0, K = 0, M = 0, '0': cheap = 0, ...others } = counts(asked);
  assert.ok(F >= fewest && F <= 20 && R <= 20, `${F} and ${R}`);
  assert.ok(G >= fewest && G <= 40, `${G} graphs and exceptions`);
  assert.ok(K >= fewest && G + K <= 61, `${G + K} calls of the job`);
  const graphs = asked.filter(({ path }) => /\/jobs\/[0-9a-f]{32}$/.test(path));
  assert.ok(graphs.length <= 20, `${graphs.length} times the graph of the job`);
  const vertices = new Set(asked.filter((request) => costOf(request) === 'M').map(({ path }) => path)).size;
  assert.ok(vertices > 0 && M <= vertices * 7, `${M} calls for ${vertices} vertices`);
  assert.deepEqual([others, cheap <= 2], [{}, true]);
});

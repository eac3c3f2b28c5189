import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import { views } from '../../../src/screen/all-views.ts';
import { neededReadings } from '../../../src/screen/state/needed-readings.ts';
import type { ScreenState } from '../../../src/screen/state/screen-state.ts';
import type { CostClass } from '../../../src/session/readings/reading.ts';
import { watchReadings } from '../../../src/session/readings/watch-readings.ts';
import { screenInMemory } from '../../screen/screen-in-memory.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';

const minuteMs = 60_000;

/** Cost of each call for the JobManager. */
const costs = {
  config: '0',
  jobs: 'F',
  overview: 'F',
  taskManagers: 'R',
  jobState: 'J',
  job: 'G',
  latestException: 'G',
  taskManagersOfVertex: 'G',
  checkpoints: 'K',
  subtaskMetric: 'M',
  jobMetric: 'M',
} as const satisfies { readonly [Call in keyof FlinkRest]?: CostClass };
type Call = keyof typeof costs;

const vertices = ['source', 'map', 'sink'].map((id) => ({
  id,
  name: id,
  parallelism: 1,
  status: 'RUNNING',
  tasks: { running: 1 },
}));

/** Counts the requests that an idle screen sends in a minute. */
async function requestsPerMinute(jobCount: number, part: Partial<ScreenState> = {}) {
  const jobs = Array.from({ length: jobCount }, (_, index) => jobOverview({ name: `job ${index}`, id: `${index}` }));
  const responses: { readonly [Name in Call]?: unknown } = {
    config: { flinkVersion: '2.3.0', refreshIntervalMs: 3000, webCancel: true },
    jobs,
    taskManagers: [],
    job: { ...jobs[0], vertices },
    checkpoints: { enabled: false },
    subtaskMetric: { state: 'measured', value: 1 },
  };
  const requested: Call[] = [];
  const flink = new Proxy({} as FlinkRest, {
    get: (_, call: Call) => async () => {
      requested.push(call);
      return responses[call];
    },
  });
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const screen = screenInMemory({}, { columns: 160, rows: 50 });
  const readings = watchReadings(flink, { changed: show, answered: () => {} });
  function show(): void {
    const { restData: known, readings: read } = readings.facts();
    const snapshot = sessionSnapshot({ jobs: known.jobs, readings: read });
    readings.need(neededReadings(views, { ...screen.store.getState(), snapshot, ...part }));
  }
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      mock.timers.tick(100);
      await nextTick();
    }
  };
  try {
    await pass(10_000); // the first responses
    requested.length = 0;
    await pass(minuteMs);
    return { calls: requested, counts: countBy(requested.map((call) => costs[call])) };
  } finally {
    readings.stop();
    mock.timers.reset();
  }
}

function countBy(kinds: readonly CostClass[]): { readonly [Cost in CostClass]?: number } {
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]));
}

for (const jobCount of [3, 500]) {
  test(`polls jobs and TaskManagers 20 times a minute on an idle screen with ${jobCount} jobs`, async () => {
    const { F, R, G = 0, ...others } = (await requestsPerMinute(jobCount)).counts;
    assert.deepEqual({ F, R, others }, { F: 20, R: 20, others: {} });
    // The jobs in sight use at most half of the one graph call a second.
    assert.ok(G > 0 && G <= 30, `${G} graph calls`);
  });
}

test('polls six times a minute on an idle screen that shows only logs', async () => {
  assert.deepEqual((await requestsPerMinute(500, { focus: 'logs', isZoomed: true })).counts, { F: 6, R: 6 });
});

test('limits an open job page to one graph or checkpoint call a second and one metrics batch in 10 s', async () => {
  const page = { id: 'job', jobId: '0', viewState: { jobId: '0', top: 0 } };
  const { calls, counts } = await requestsPerMinute(3, { page });
  const { F, R, G = 0, K = 0, M, ...others } = counts;
  assert.deepEqual({ F, R, M, others }, { F: 20, R: 6, M: 6 * vertices.length, others: {} });
  assert.equal(calls.filter((call) => call === 'job').length, 20, 'the graph is requested every 3 s');
  assert.ok(G + K <= 60, `${G} graph calls and ${K} checkpoint calls, expected at most 60`);
});

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import { views } from '../../../src/screen/all-views.ts';
import { neededReadings } from '../../../src/screen/state/needed-readings.ts';
import type { ScreenState } from '../../../src/screen/state/screen-state.ts';
import type { CostClass } from '../../../src/session/readings/reading.ts';
import { watchReadings } from '../../../src/session/readings/watch-readings.ts';
import { screenInMemory } from '../../screen/screen-in-memory.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';

const minuteMs = 60_000;

/** What a call costs the JobManager. */
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
} as const satisfies { readonly [Call in keyof FlinkRest]?: CostClass };
type Call = keyof typeof costs;

const vertices = ['source', 'map', 'sink'].map((id) => ({
  id,
  name: id,
  parallelism: 1,
  status: 'RUNNING',
  tasks: { running: 1 },
}));

/** How often a JobManager with so many jobs is asked what in a minute, by a screen at which nobody presses a key. */
async function askedInAMinute(jobCount: number, part: Partial<ScreenState> = {}) {
  const jobs = Array.from({ length: jobCount }, (_, index) => jobOverview({ name: `job ${index}`, id: `${index}` }));
  const answers: { readonly [Name in Call]?: unknown } = {
    config: { flinkVersion: '2.3.0', refreshIntervalMs: 3000, webCancel: true },
    jobs,
    taskManagers: [],
    job: { ...jobs[0], vertices },
    checkpoints: { enabled: false },
    subtaskMetric: { state: 'measured', value: 1 },
  };
  const asked: Call[] = [];
  const flink = new Proxy({} as FlinkRest, {
    get: (_, call: Call) => async () => {
      asked.push(call);
      return answers[call];
    },
  });
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const screen = screenInMemory({}, { columns: 160, rows: 50 });
  const readings = watchReadings(flink, { changed: show, answered: () => {} });
  function show(): void {
    const { answers: known, readings: read } = readings.facts();
    const snapshot = sessionSnapshot({ jobs: known.jobs, readings: read });
    readings.need(neededReadings(views, { ...screen.store.getState(), snapshot, ...part }));
  }
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      mock.timers.tick(100);
      await nextTurn();
    }
  };
  try {
    await pass(10_000); // the first answers
    asked.length = 0;
    await pass(minuteMs);
    return { calls: asked, counts: countBy(asked.map((call) => costs[call])) };
  } finally {
    readings.stop();
    mock.timers.reset();
  }
}

function countBy(kinds: readonly CostClass[]): { readonly [Cost in CostClass]?: number } {
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]));
}

for (const jobCount of [3, 500]) {
  test(`an idle screen asks a JobManager with ${jobCount} jobs for the jobs and the TaskManagers 20 times a minute, and nothing else`, async () => {
    assert.deepEqual((await askedInAMinute(jobCount)).counts, { F: 20, R: 20 });
  });
}

test('an idle screen that shows the logs alone asks for them six times a minute', async () => {
  assert.deepEqual((await askedInAMinute(500, { focus: 'logs', isZoomed: true })).counts, { F: 6, R: 6 });
});

test('a job that is looked at costs one call of its own a second at most, and one bunch of metrics in ten seconds', async () => {
  const page = { id: 'job', jobId: '0', own: { jobId: '0', top: 0 } };
  const { calls, counts } = await askedInAMinute(3, { page });
  const { F, R, G = 0, K = 0, M, ...others } = counts;
  assert.deepEqual({ F, R, M, others }, { F: 20, R: 6, M: 6 * vertices.length, others: {} });
  assert.equal(calls.filter((call) => call === 'job').length, 20, 'Flink builds its graph every 3 s');
  assert.ok(G + K <= 60, `${G} of its graph and ${K} of its checkpoints`);
});

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { JobState } from '../../../src/flink/responses.ts';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import { views } from '../../../src/screen/all-views.ts';
import { newJobPage } from '../../../src/screen/job/job-page.ts';
import { loadParts } from '../../../src/screen/job/metrics/load-parts.ts';
import type { MetricChart } from '../../../src/screen/state/metric-charts.ts';
import { neededReadings } from '../../../src/screen/state/needed-readings.ts';
import type { ScreenState } from '../../../src/screen/state/screen-state.ts';
import { type Metric, metricKey, taskManagersOwner } from '../../../src/session/metrics/metric.ts';
import type { CostClass } from '../../../src/session/readings/reading.ts';
import { watchReadings } from '../../../src/session/readings/watch-readings.ts';
import { screenInMemory } from '../../screen/screen-in-memory.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';
import { subtaskOf } from '../../support/subtasks.ts';

const minuteMs = 60_000;

/** Cost of each call for the JobManager. */
const costs = {
  config: '0',
  jobs: 'F',
  overview: 'F',
  taskManagers: 'R',
  jobState: 'J',
  job: 'G',
  taskManagersOfVertex: 'G',
  checkpoints: 'K',
  checkpointConfig: 'K',
  vertexGauges: 'M',
  subtaskBusyTimes: 'M',
  subtaskGauges: 'M',
  subtasks: 'G',
  jobMetric: 'M',
  metricIds: 'M',
  metrics: 'M',
  groupMetrics: 'M',
} as const satisfies { readonly [Call in keyof FlinkRest]?: CostClass };
type Call = keyof typeof costs;

const measured = (value: number) => ({ state: 'measured', value });

const vertices = ['source', 'map', 'sink'].map((id) => ({
  id,
  name: id,
  parallelism: 1,
  status: 'RUNNING',
  tasks: { running: 1 },
  inputs: [],
  counters: undefined,
}));

/** Long.MIN_VALUE */
const noWatermark = -(2 ** 63);

/** Counts the requests that an idle screen sends in a minute. */
async function requestsPerMinute(
  jobCount: number,
  part: Partial<ScreenState> = {},
  { state = 'RUNNING', watermark = noWatermark }: { readonly state?: JobState; readonly watermark?: number } = {},
) {
  const jobs = Array.from({ length: jobCount }, (_, index) =>
    jobOverview({ name: `job ${index}`, id: `${index}`, state }),
  );
  const responses: { readonly [Name in Call]?: unknown } = {
    config: { flinkVersion: '2.3.0', refreshIntervalMs: 3000, webCancel: true },
    jobs,
    taskManagers: [],
    job: { ...jobs[0], vertices },
    checkpoints: { enabled: false },
    subtaskBusyTimes: [],
    subtaskGauges: [],
    subtasks: [subtaskOf({ index: 0, pod: 'tm-1' })],
    jobMetric: { state: 'measured', value: 60_000 },
    metricIds: ['map.currentOutputWatermark'],
    metrics: new Map([['numRestarts', { state: 'measured', value: 1 }]]),
    groupMetrics: new Map([
      [
        'map.currentOutputWatermark',
        { min: measured(noWatermark), max: measured(watermark), sum: measured(watermark) },
      ],
    ]),
  };
  const requested: Call[] = [];
  /** Number of graph requests by job. */
  const graphs = new Map<string, number>();
  const flink = new Proxy({} as FlinkRest, {
    get: (_, call: Call) => async (id: string) => {
      requested.push(call);
      if (call === 'job') graphs.set(id, (graphs.get(id) ?? 0) + 1);
      return responses[call];
    },
  });
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const screen = screenInMemory({}, { columns: 160, rows: 50 });
  const readings = watchReadings(flink, { changed: show, answered: () => {} }, { assessJobs: true });
  function show(): void {
    const { restData: known, readings: read, loads, eventTimes } = readings.facts();
    const snapshot = sessionSnapshot({ jobs: known.jobs, readings: read, loads, eventTimes });
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
    graphs.clear();
    await pass(minuteMs);
    return { graphs, requested, counts: countBy(requested.map((call) => costs[call])) };
  } finally {
    readings.stop();
    mock.timers.reset();
  }
}

function countBy(kinds: readonly CostClass[]): { readonly [Cost in CostClass]?: number } {
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]));
}

/** One call a second, and a burst of two. */
const graphLimit = 62;

for (const jobCount of [3, 500]) {
  test(`polls jobs and TaskManagers 20 times a minute on an idle screen with ${jobCount} jobs`, async () => {
    const { counts, graphs } = await requestsPerMinute(jobCount);
    const { F, R, G = 0, K = 0, M = 0, ...others } = counts;
    assert.deepEqual({ F, R, others }, { F: 20, R: 20, others: {} });
    assert.ok(G > 0 && K > 0 && G + K <= graphLimit, `${G} graph calls and ${K} checkpoint calls`);
    // One batch of metrics in ten seconds: a call for each vertex of each job in sight. Once a minute, two calls for each
    // vertex, and two for the job, for the event time.
    const eventTime = 20 * (2 * vertices.length + 2);
    assert.ok(M > 0 && M <= 6 * 20 * vertices.length + eventTime, `${M} calls for metrics`);
    // The first job is in sight. The others take turns.
    assert.ok((graphs.get('0') ?? 0) >= 1, 'the job in sight is read');
    assert.ok(graphs.size > Math.min(jobCount, 20) / 2, `${graphs.size} jobs read`);
  });
}

test('requests no checkpoints of a job that initializes, for which Flink would log an error', async () => {
  const { counts } = await requestsPerMinute(1, {}, { state: 'INITIALIZING' });
  assert.deepEqual([counts.F, counts.K], [20, undefined]);
});

test('polls six times a minute on an idle screen that shows only logs', async () => {
  const { F, R, G = 0, ...others } = (await requestsPerMinute(500, { focus: 'logs', isZoomed: true })).counts;
  assert.deepEqual({ F, R, others }, { F: 6, R: 6, others: {} });
  assert.ok(G > 30 && G <= graphLimit, `${G} graph calls for the health of hidden jobs`);
});

test('limits an open job page to one graph or checkpoint call a second, and reads a job without event time once a minute', async () => {
  const page = { id: 'job', jobId: '0', below: undefined, viewState: newJobPage('0') };
  const { graphs, counts } = await requestsPerMinute(3, { page });
  const { F, R, G = 0, K = 0, M = 0, ...others } = counts;
  assert.ok(M >= vertices.length && M <= vertices.length + 2, `${M} calls for metrics`);
  assert.deepEqual({ F, R, others }, { F: 20, R: 6, others: {} });
  assert.ok((graphs.get('0') ?? 0) >= 19, 'the graph is requested every 3 s, unless another job had its turn');
  assert.ok(G + K <= graphLimit, `${G} graph calls and ${K} checkpoint calls, expected at most ${graphLimit}`);
});

test('reads the subtasks of the open tab every 10 s, besides the job itself', async () => {
  const viewState = { ...newJobPage('0'), tab: 'subtasks', vertexId: 'map' };
  const { requested, graphs, counts } = await requestsPerMinute(3, {
    page: { id: 'job', jobId: '0', viewState, below: undefined },
  });
  const times = (call: Call) => requested.filter((one) => one === call).length;
  assert.ok(times('subtasks') >= 5 && times('subtasks') <= 7, `${times('subtasks')} calls for subtasks`);
  assert.ok((graphs.get('0') ?? 0) <= 20, `${graphs.get('0')} calls for the job`);
  assert.ok(times('checkpoints') <= 7, `${times('checkpoints')} calls for checkpoints`);
  assert.equal(counts.M, times('subtaskGauges'));
  assert.ok((counts.M ?? 0) <= 7, `${counts.M} calls for metrics`);
});

test('reads the event time of an open job every 10 s: a call for each vertex, two for the job, and three for late subtasks', async () => {
  for (const tab of ['event-time', 'overview'] as const) {
    const page = { id: 'job', jobId: '0', below: undefined, viewState: { ...newJobPage('0'), tab } };
    const { requested, counts } = await requestsPerMinute(3, { page }, { watermark: 1_000_000 });
    const times = (call: Call) => requested.filter((one) => one === call).length;
    assert.ok(times('groupMetrics') >= 5 * vertices.length, `${times('groupMetrics')} calls for vertices`);
    assert.ok(times('groupMetrics') <= 7 * vertices.length, `${times('groupMetrics')} calls for vertices`);
    // Two around the vertices, and two around the subtasks of each of two vertices.
    assert.ok(times('jobMetric') <= 7 * 6, `${times('jobMetric')} calls for the time of the fetch`);
    assert.ok(times('metricIds') <= 2 * vertices.length, `${times('metricIds')} calls for ids`);
    assert.ok(times('metrics') <= 14, `${times('metrics')} calls for single subtasks`);
    const { G = 0, K = 0 } = counts;
    assert.ok(G + K <= graphLimit, `${G} graph calls and ${K} checkpoint calls`);
    assert.ok(times('subtasks') <= 4, `${times('subtasks')} calls for pods`);
  }
});

const chartOf = (metric: Omit<Metric, 'member'>, isPinned: boolean): MetricChart => ({
  key: metricKey({ ...metric, member: undefined }),
  metric: { ...metric, member: undefined },
  aggregate: 'max',
  isRate: false,
  isPinned,
  since: 0,
  history: [],
});

/** Two charts of a vertex, one of the job and one of its TaskManager. */
function fourCharts(isPinned: boolean): ReadonlyMap<string, readonly MetricChart[]> {
  const map = { kind: 'vertex', jobId: '0', vertexId: 'map', name: 'map', parallelism: 4 } as const;
  const charts = [
    { owner: map, id: 'busyTimeMsPerSecond' },
    { owner: map, id: 'numRecordsInPerSecond' },
    { owner: { kind: 'job', jobId: '0' }, id: 'numRestarts' } as const,
    { owner: taskManagersOwner(['tm-1']), id: 'Status.JVM.Memory.Heap.Used' },
  ];
  return new Map([['0', charts.map((metric) => chartOf(metric, isPinned))]]);
}

/** Counts the metric requests in a minute while the tab or another page is open. */
async function metricRequests(part: Partial<ScreenState>) {
  await loadParts(screenInMemory());
  const { requested, counts } = await requestsPerMinute(3, part);
  const times = (call: Call) => requested.filter((one) => one === call).length;
  const ids = times('metricIds');
  return { counts, metrics: times('metrics'), groupMetrics: times('groupMetrics'), ids };
}

const metricsPage = (): NonNullable<ScreenState['page']> => {
  const viewState = { ...newJobPage('0'), tab: 'metrics', metrics: { isLoaded: true, selected: 0, span: 0 } };
  return { id: 'job', jobId: '0', viewState, below: undefined };
};
const search = { id: 'metric-search', viewState: { line: { text: '', cursor: 0 }, cursor: 0, top: 0 } };

test('four charts of three owners cost three requests per 10 s', async () => {
  const part = { page: metricsPage(), metricCharts: fourCharts(false), size: { columns: 120, rows: 40 } };
  const { metrics, groupMetrics, ids, counts } = await metricRequests(part);
  assert.ok(metrics >= 5 && metrics <= 6, `${metrics} requests for the job`);
  assert.ok(groupMetrics >= 10 && groupMetrics <= 12, `${groupMetrics} requests for the vertex and the TaskManager`);
  assert.equal(ids, 0, 'no list is shown');
  const { G = 0, K = 0 } = counts;
  assert.ok(G + K <= graphLimit, `${G} graph calls and ${K} checkpoint calls`);
});

test('while the list of metrics is shown, the ids of an owner are requested at most once a minute', async () => {
  const { ids } = await metricRequests({ page: metricsPage(), layers: [search] });
  // The job and the JobManager; the TaskManager and the vertices have been read before.
  assert.ok(ids <= 3 + 2 * vertices.length, `${ids} requests for ids`);
});

test('charts are measured while the tab is closed only if they are pinned', async () => {
  const closed = await metricRequests({ metricCharts: fourCharts(false) });
  const without = await metricRequests({});
  assert.deepEqual(closed, without);
  const pinned = await metricRequests({ metricCharts: fourCharts(true) });
  assert.ok(pinned.metrics >= 5 && pinned.metrics <= 6, `${pinned.metrics} requests for the job`);
  const groups = pinned.groupMetrics - without.groupMetrics;
  assert.ok(groups >= 10 && groups <= 12, `${groups} requests for groups`);
  assert.equal(pinned.ids, without.ids);
});

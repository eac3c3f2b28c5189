import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { AggregatedMetric, MetricScope, MetricValue } from '../../../src/flink/responses.ts';
import { jobPage, newJobPage } from '../../../src/screen/job/job-page.ts';
import { togglePin } from '../../../src/screen/job/metrics/chart-actions.ts';
import { loadParts } from '../../../src/screen/job/metrics/load-parts.ts';
import { searchId } from '../../../src/screen/job/metrics/open-search.ts';
import { metricsTab } from '../../../src/screen/job/metrics/tab.ts';
import type { TabSize } from '../../../src/screen/job/tab.ts';
import type { MetricChart } from '../../../src/screen/state/metric-charts.ts';
import { type Metric, metricKey } from '../../../src/session/metrics/metric.ts';
import type { MetricHistory } from '../../../src/session/metrics/metric-history.ts';
import { groupMetrics, jobDetail, metricIds } from '../../../src/session/readings/flink-readings.ts';
import { vertexOf } from '../../support/job-vertex.ts';
import { loadsOf } from '../../support/loads.ts';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../../support/session.ts';
import { subtaskOf } from '../../support/subtasks.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const jobId = 'a'.repeat(32);
const podName = (number: number): string => `my-first-flink-cluster-taskmanager-1-${number}`;
const parallelism = 4;
const vertices = [vertexOf('source', [], { parallelism }), vertexOf('work', ['source'], { parallelism })];
const measured = (value: number): MetricValue => ({ state: 'measured', value });
const aggregated = (min: number, avg: number, max: number, sum: number): AggregatedMetric => ({
  min: measured(min),
  avg: measured(avg),
  max: measured(max),
  sum: measured(sum),
});

const groupValues = new Map([
  ['busyTimeMsPerSecond', aggregated(12, 400, 998, 1600)],
  ['numRecordsIn', aggregated(10, 20, 30, 80)],
  ['numRecordsInPerSecond', aggregated(100, 200, 300, 800)],
  ['numRecordsOutPerSecond', aggregated(100, 200, 300, 800)],
  ['Status.JVM.Memory.Heap.Used', aggregated(2 ** 26, 2 ** 26, 2 ** 27, 2 ** 28)],
]);
const idsOf: { readonly [Kind in MetricScope['kind']]: readonly string[] } = {
  job: ['numRestarts', 'lastCheckpointDuration', 'lastCheckpointExternalPath'],
  'task-manager': ['Status.JVM.Memory.Heap.Used'],
  'job-manager': ['Status.JVM.Memory.Heap.Used', 'numRunningJobs'],
  vertex: [],
  subtasks: ['busyTimeMsPerSecond', 'numRecordsIn', 'numRecordsInPerSecond', 'isBackPressured'],
  coordinators: ['Source__orders.coordinator.enumerator.unassignedSplits'],
};

type Options = {
  readonly size?: { readonly columns: number; readonly rows: number };
  readonly checkpointMs?: MetricValue;
  readonly isDenied?: boolean;
};

async function attach({
  size = { columns: 120, rows: 40 },
  checkpointMs = measured(1400),
  isDenied = false,
}: Options = {}) {
  const detail = { ...jobOverview({ name: 'orders', id: jobId }), vertices };
  const snapshot = sessionSnapshot({
    pods: [1, 2].map((number) => podRow({ name: podName(number) })),
    jobs: [jobOverview({ name: 'orders', id: jobId })],
    loads: loadsOf(detail, { source: 0.1, work: 0.5 }),
  });
  const session = fakeSession(snapshot, {
    job: async () => detail,
    subtasks: async () => [1, 2].map((number) => subtaskOf({ index: number - 1, pod: podName(number) })),
    checkpoints: async () => ({ enabled: false }),
    metricIds: async ({ kind }) => idsOf[kind],
    metrics: async (_scope, ids) =>
      new Map(ids.map((id) => [id, id === 'lastCheckpointDuration' ? checkpointMs : measured(7)])),
    groupMetrics: async (_group, ids) => {
      if (isDenied) throw new Error('no right to read');
      return new Map(ids.flatMap((id) => [...groupValues].filter(([known]) => known === id)));
    },
  });
  const source = { attach: async () => session };
  const screen = openScreen({ target: { clusterId: 'my-first-flink-cluster' }, source }, size);
  await screen.jobs.contains('orders');
  screen.commandLine.run('metrics orders');
  return { screen, session };
}

test('without charts, four useful ones are suggested, and Enter adds the one under the cursor', async () => {
  const { screen } = await attach();
  await screen.job.shows(
    'No charts yet. Enter adds one of these, a adds all, / searches all metrics:',
    /^▶ work +numRecordsInPerSecond +throughput$/m,
    /^ {2}work +busyTimeMsPerSecond +load: 1000 ms\/s is fully busy$/m,
    /^ {2}job +lastCheckpointDuration +time of a checkpoint$/m,
    /^ {2}TaskManager +Status\.JVM\.Memory\.Heap\.Used +used heap$/m,
  );
  screen.type('j');
  await screen.job.shows(/^▶ work +busyTimeMsPerSecond/m);
  screen.press('job.add-metric');
  await screen.job.shows(
    /^▶busyTimeMsPerSecond +work +max of 4 subtasks$/m,
    /^ 998 ms\/s +min 998 +avg 998 +max 998 ms\/s/m,
  );
  await screen.job.showsNo('No charts yet');
});

test('a adds all suggested charts', async () => {
  const { screen } = await attach();
  await screen.job.shows(/TaskManager +Status\.JVM\.Memory\.Heap\.Used +used heap$/m);
  screen.press('job.chart-aggregate');
  await screen.job.shows(
    /^▶numRecordsInPerSecond +work +sum of 4 subtasks +busyTimeMsPerSecond +work +max of 4 subtasks$/m,
    /^ lastCheckpointDuration +job +Status\.JVM\.Memory\.Heap\.Used/m,
    /^ 800\/s .* 998 ms\/s /m,
    /^ 1\.4 s .* 128 MiB /m,
  );
});

test('a typed command searches, and Enter adds and removes charts of the metric under the cursor', async () => {
  const { screen } = await attach();
  screen.commandLine.run('metrics orders busy');
  await screen.job.shows(/^ 2 of \d+ metrics, /m, /^▶ +source +busyTimeMsPerSecond +4 subtasks$/m);
  screen.type(' work');
  await screen.job.shows(/^ 1 of \d+ metrics, /m, /^▶ +work +busyTimeMsPerSecond/m);
  screen.press('metric-search.add');
  await screen.job.shows(/^▶✓ work +busyTimeMsPerSecond/m);
  screen.press('metric-search.add');
  await screen.job.shows(/^▶ +work +busyTimeMsPerSecond/m);
  screen.press('metric-search.add');
  await screen.job.shows(/^▶✓ work/m);
  screen.press('metric-search.close');
  await screen.job.shows(/^▶busyTimeMsPerSecond +work/m);
  screen.press('job.remove-chart');
  await screen.job.shows('No charts yet');
});

test('one subtask and one TaskManager are chosen in the search, and text is not offered', async () => {
  const { screen } = await attach();
  screen.commandLine.run('metrics orders busy work "#3"');
  await screen.job.shows(/^▶ +work +busyTimeMsPerSecond +subtask 3$/m);
  screen.press('metric-search.add');
  await screen.job.shows(/^▶✓ work/m);
  screen.press('metric-search.close');
  await screen.job.shows(/^▶busyTimeMsPerSecond +work +subtask 3$/m, /^ 7 ms\/s/m);
  screen.commandLine.run('metrics orders heap "@1-2"');
  await screen.job.shows(/^▶ +TaskManager +Status\.JVM\.Memory\.Heap\.Used +taskmanager-1-2$/m);
  screen.press('metric-search.close');
  screen.commandLine.run('metrics orders ExternalPath');
  await screen.job.shows('No metric matches ExternalPath');
});

test('up to four charts are shown, and the fifth one says so', async () => {
  const { screen } = await attach();
  for (const [text, row] of [
    ['busy source', /^▶✓ source +busy/m],
    ['busy work', /^▶✓ work +busy/m],
    ['restarts', /^▶✓ job +numRestarts/m],
    ['runningjobs', /^▶✓ JobManager +numRunningJobs/m],
  ] as const) {
    screen.commandLine.run(`metrics orders ${text}`);
    await screen.job.shows(/^ 1 of/m);
    screen.press('metric-search.add');
    await screen.job.shows(row);
    screen.press('metric-search.close');
  }
  screen.commandLine.run('metrics orders unassigned');
  await screen.job.shows(/^ 1 of/m);
  screen.press('metric-search.add');
  await screen.footer.shows('4 charts are shown. Remove one first');
  screen.press('metric-search.close');
  await screen.job.shows(
    /^▶busyTimeMsPerSecond .*busyTimeMsPerSecond/m,
    /^ numRestarts +job +numRunningJobs +JobManager/m,
  );
});

test('a counter is shown as a value or per second, and the aggregate is chosen', async () => {
  const { screen } = await attach();
  screen.commandLine.run('metrics orders numRecordsIn work');
  await screen.job.shows(/^▶ +work +numRecordsIn +4 subtasks$/m);
  screen.press('metric-search.add');
  await screen.job.shows(/^▶✓/m);
  screen.press('metric-search.close');
  await screen.job.shows(/sum of 4 subtasks$/m, /^ 80 +min 80/m);
  screen.press('job.chart-aggregate');
  await screen.job.shows(/max of 4 subtasks$/m, /^ 30 +min 30/m);
  screen.press('job.chart-rate');
  await screen.job.shows(/max of 4 subtasks, per second$/m, 'measuring…');
  screen.press('job.longer-span');
  await screen.job.shows('Last 30m', /└-30m ─+ -15m ─+ now$/m);
});

test('a metric that is not a counter has no rate, and a single value no aggregate', async () => {
  const { screen } = await attach();
  screen.commandLine.run('metrics orders lastCheckpointDuration');
  await screen.job.shows(/^▶ +job/m);
  screen.press('metric-search.add');
  await screen.job.shows(/^▶✓/m);
  screen.press('metric-search.close');
  await screen.job.shows(/^ 1\.4 s +min 1\.4 +avg 1\.4 +max 1\.4 s/m);
  screen.press('job.chart-rate');
  await screen.message('lastCheckpointDuration is not a counter: it has no rate');
  screen.press('job.chart-aggregate');
  await screen.message('lastCheckpointDuration has a single value');
});

test('what Flink has not measured is n/a and never 0', async () => {
  const { screen } = await attach({ checkpointMs: measured(-1) });
  screen.commandLine.run('metrics orders lastCheckpointDuration');
  await screen.job.shows(/^▶ +job/m);
  screen.press('metric-search.add');
  await screen.job.shows(/^▶✓/m);
  screen.press('metric-search.close');
  await screen.job.shows(/^ n\/a +since/m);
  await screen.job.showsNo(/^ 0 /m);
});

test('charts stay when the page is closed, and are pinned to measure meanwhile', async () => {
  const { screen, session } = await attach();
  await screen.job.shows('No charts yet');
  screen.press('job.add-metric');
  await screen.job.shows(/^▶numRecordsInPerSecond/m);
  screen.press('job.close');
  await screen.jobs.contains('orders');
  const values = () => session.needs().filter((key) => key.startsWith('metrics/'));
  assert.deepEqual(values(), []);
  screen.commandLine.run('metrics orders');
  await screen.job.shows(/^▶numRecordsInPerSecond/m);
  screen.press('job.pin-chart');
  await screen.job.shows('pinned: also while this tab is closed');
  screen.press('job.close');
  await screen.jobs.contains('orders');
  assert.deepEqual(values(), [`metrics/subtasks/${jobId}/work/numRecordsInPerSecond`]);
  session.change({ jobs: [] });
  await screen.jobs.showsNo('orders');
  assert.deepEqual(values(), []);
});

const now = 100_000_000;
const busy: Metric = {
  owner: { kind: 'vertex', jobId, vertexId: 'work', name: 'work', parallelism: 4 },
  id: 'busyTimeMsPerSecond',
  member: undefined,
};
const sampleAt = (secondsAgo: number, value: number | undefined): MetricHistory[number] => ({
  at: now - secondsAgo * 1000,
  values: value === undefined ? undefined : { min: value, avg: value, max: value, sum: value },
});
const chartOf = (metric: Metric, history: MetricHistory): MetricChart => ({
  key: metricKey(metric),
  metric,
  aggregate: 'max',
  isRate: false,
  isPinned: false,
  since: now - 600_000,
  history,
});

before(() => loadParts(screenInMemory()));

/** Draws the charts in memory. */
function drawCharts(charts: readonly MetricChart[], size: TabSize, isScreenReader = false) {
  const screen = screenInMemory();
  const page = { ...newJobPage(jobId), tab: 'metrics', metrics: { isLoaded: true, selected: 0, span: 0 } } as const;
  const detail = { ...jobOverview({ name: 'orders', id: jobId }), vertices };
  const readings = new Map([[jobDetail(jobId).key, { value: detail, readAt: now, failure: undefined }]]);
  screen.store.setState({
    now,
    serverNow: now,
    isScreenReader,
    snapshot: sessionSnapshot({ jobs: [detail], readings }),
    page: { id: 'job', jobId, viewState: page, below: undefined },
    metricCharts: new Map([[jobId, charts]]),
  });
  const state = screen.store.getState();
  const { rows, position } = metricsTab.draw(state, jobPage(state) ?? newJobPage(jobId), size);
  return { rows: rows.map((row) => stripVTControlCharacters(row)), position };
}

test('the charts of four running jobs can be pinned; ended and forgotten ones do not count', () => {
  const screen = screenInMemory();
  const jobs = ['b', 'c', 'd', 'e'].map((digit) => jobOverview({ name: digit, id: digit.repeat(32) }));
  const orders = jobOverview({ name: 'orders', id: jobId });
  const [first, ...others] = jobs;
  const chart = chartOf(busy, []);
  const pinned = jobs.map(({ id }) => [id, [{ ...chart, isPinned: true }]] as const);
  const canPin = (listed: typeof jobs): boolean => {
    screen.store.setState({
      snapshot: sessionSnapshot({ jobs: [orders, ...listed] }),
      metricCharts: new Map<string, readonly MetricChart[]>([[jobId, [chart]], ...pinned]),
    });
    togglePin(screen, newJobPage(jobId));
    return screen.store.getState().metricCharts.get(jobId)?.[0]?.isPinned === true;
  };
  assert.ok(first);
  assert.equal(canPin(jobs), false);
  assert.equal(canPin(others), true);
  assert.equal(canPin([{ ...first, state: 'FAILED' }, ...others]), true);
});

test('an outage is a gap, a zero is not, and the time before is unknown', () => {
  const history = [
    ...[100, 90].map((ago) => sampleAt(ago, 500)),
    ...[40, 30].map((ago) => sampleAt(ago, 0)),
    ...[20, 10, 0].map((ago) => sampleAt(ago, 1000)),
  ];
  const { rows } = drawCharts([chartOf(busy, history)], { width: 70, height: 9 });
  const bottom = rows.at(-2) ?? '';
  assert.match(bottom, /0 ms\/s ┤·{40,}█+×+▁+█+$/);
  assert.match(rows.at(-1) ?? '', /└-10m ─+ -5m ─+ now$/);
  assert.match(rows[2] ?? '', /^ 1000 ms\/s {2}min 0 {2}avg 571 {2}max 1000 ms\/s +since 03:45$/);
});

test('if REST is away, the last value has its age', () => {
  const { rows } = drawCharts([chartOf(busy, [sampleAt(90, 500), sampleAt(80, 510)])], { width: 78, height: 10 });
  assert.match(rows[2] ?? '', /^ 510 ms\/s as of 1m ago/);
  assert.match(rows.at(-2) ?? '', /×+$/);
});

test('times of day and durations in two units are shown whole', () => {
  const job: Metric = { owner: { kind: 'job', jobId }, id: 'lastCheckpointDuration', member: undefined };
  const watermark = { ...job, id: 'currentInputWatermark' };
  const charts = [
    chartOf(job, [sampleAt(10, 65_000), sampleAt(0, 185_000)]),
    chartOf(watermark, [sampleAt(10, now), sampleAt(0, now)]),
  ];
  const { rows } = drawCharts(charts, { width: 158, height: 17 });
  assert.match(rows[2] ?? '', /min 1m5s {2}avg 2m5s {2}max 3m5s/);
  assert.match(rows[2] ?? '', /min 03:46:40 {2}avg 03:46:40 {2}max 03:46:40/);
});

test('a screen reader gets the values of all charts in words', () => {
  const charts = [0, 1, 2, 3].map((member) => chartOf({ ...busy, member }, [sampleAt(10, 500), sampleAt(0, 510)]));
  const { rows } = drawCharts(charts, { width: 118, height: 17 }, true);
  assert.equal(rows.filter((row) => /^ 510 ms\/s {2}min 500 {2}avg 505 {2}max 510 ms\/s/.test(row)).length, 4);
  assert.ok(!rows.some((row) => /[█▁┤]/.test(row)));
});

test('a chart that was never read says why', async () => {
  const { screen } = await attach({ isDenied: true });
  await screen.job.shows('No charts yet');
  screen.press('job.add-metric');
  await screen.job.shows('Cannot read it: no right to read');
});

for (const [width, height, charts] of [
  [78, 17, 2],
  [118, 33, 4],
  [198, 53, 4],
  [40, 5, 1],
] as const) {
  test(`at ${width}x${height}, ${charts} of 4 charts are drawn within the tab`, () => {
    const histories = Array.from({ length: 4 }, (_, index) =>
      chartOf(
        { ...busy, member: index },
        Array.from({ length: 60 }, (_sample, ago) => sampleAt(600 - ago * 10, ago * index)),
      ),
    );
    const { rows, position } = drawCharts(histories, { width, height });
    assert.ok(rows.length <= height, `${rows.length} rows`);
    assert.ok(
      rows.every((row) => row.length <= width),
      rows.find((row) => row.length > width),
    );
    const titles = rows.join('\n').match(/busyTimeMsPerSecond/g)?.length ?? 0;
    // The list beside the charts is empty, because no ids are read.
    assert.equal(titles, charts);
    assert.equal(position, charts === 4 ? undefined : `1-${charts} of 4 charts`);
  });
}

test('four full charts are beside the list of 20,000 metrics', () => {
  const screen = screenInMemory({}, { columns: 200, rows: 60 });
  const many = Array.from({ length: 200 }, (_, index) => vertexOf(`vertex-${index}`, ['source'], { parallelism: 200 }));
  const detail = { ...jobOverview({ name: 'orders', id: jobId }), vertices: many };
  const read = (value: unknown) => ({ value, readAt: now, failure: undefined });
  const ids = Array.from({ length: 100 }, (_, index) => `operator.numRecords${index}`);
  const readings = new Map([
    [jobDetail(jobId).key, read(detail)],
    ...many.map(({ id }) => [metricIds({ kind: 'subtasks', jobId, vertexId: id }).key, read([...ids])] as const),
    [groupMetrics({ kind: 'subtasks', jobId, vertexId: 'work' }, [busy.id]).key, read(groupValues)],
  ]);
  const history = Array.from({ length: 2160 }, (_, index) => sampleAt((2160 - index) * 10, index % 1000));
  const viewState = {
    ...newJobPage(jobId),
    tab: 'metrics',
    metrics: { isLoaded: true, selected: 0, span: 4 },
  } as const;
  screen.store.setState({
    now,
    serverNow: now,
    snapshot: sessionSnapshot({ jobs: [detail], readings }),
    page: { id: 'job', jobId, viewState, below: undefined },
    metricCharts: new Map([[jobId, [0, 1, 2, 3].map((member) => chartOf({ ...busy, member }, history))]]),
    layers: [{ id: searchId, viewState: { line: { text: 'numrec 17', cursor: 9 }, cursor: 3, top: 0 } }],
  });
  const size = { width: 198, height: 53 };
  const state = screen.store.getState();
  const { rows } = metricsTab.draw(state, jobPage(state) ?? newJobPage(jobId), size);
  const text = stripVTControlCharacters(rows.join('\n'));
  assert.match(text, /2180 of 20000 metrics, best 200, 4 of 4 charts/);
  assert.equal(text.match(/ 0 ms\/s ┤/g)?.length, 4, text);
});

test('on the screen, the command needs a job, and its vertex and subtask become words of the search', async () => {
  const { screen } = await attach();
  screen.commandLine.run('metrics --jobmanager heap');
  await screen.result.shows('on the screen, metrics requires a JOB');
  await screen.result.press('text.close');
  screen.commandLine.run('metrics orders busy --vertex work --subtask 2');
  await screen.job.shows(/^▶ +work +busyTimeMsPerSecond +subtask 2$/m);
});

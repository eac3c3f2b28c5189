import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { JobVertex } from '../../../src/flink/responses.ts';
import { eventTimeTab } from '../../../src/screen/job/event-time/tab.ts';
import { type JobPage, jobPage, newJobPage, openJob } from '../../../src/screen/job/job-page.ts';
import { overviewTab } from '../../../src/screen/job/overview/tab.ts';
import type { Screen } from '../../../src/screen/state/screen.ts';
import type { ScreenState } from '../../../src/screen/state/screen-state.ts';
import { subtaskValuesKey, vertexMetricNames } from '../../../src/session/event-time/event-time-readings.ts';
import { vertexSubtasks } from '../../../src/session/readings/flink-readings.ts';
import { historyOf, type Samples, sampledAt, secondsBefore } from '../../session/event-time/event-time-fixtures.ts';
import { vertexOf } from '../../support/job-vertex.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';
import { subtaskOf } from '../../support/subtasks.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const jobId = 'a'.repeat(32);
const source = vertexOf('source', [], { name: 'Source: sensors -> Timestamps/Watermarks' });
const vertices = [source, vertexOf('window', ['source'], { name: 'alerts -> Sink: out' })];
const now3 = secondsBefore(3);
const silent = { min: 0, max: 50, sum: 50 };
const none = ['none', 'none'] as const;
const silentSource: Samples = {
  source: { out: ['none', now3], rate: silent },
  window: { in: none, out: none },
};
const moving: Samples = { source: { out: [now3, secondsBefore(1)] }, window: { in: [now3, now3], out: [now3, now3] } };
const sourceValues = {
  '0.Timestamps/Watermarks.currentOutputWatermark': now3,
  '0.Source__sensors.currentOutputWatermark': -(2 ** 63),
  '0.numRecordsOutPerSecond': 50,
  '1.Timestamps/Watermarks.currentOutputWatermark': -(2 ** 63),
  '1.Source__sensors.currentOutputWatermark': -(2 ** 63),
  '1.numRecordsOutPerSecond': 0,
};
const sizes = {
  small: { width: 78, height: 17 },
  usual: { width: 118, height: 31 },
  large: { width: 198, height: 51 },
};

type Parts = {
  readonly samples: readonly Samples[];
  readonly values?: { readonly [id: string]: number };
  readonly of?: readonly JobVertex[];
};

/** Opens the tab of a job whose samples are ten seconds apart. */
function openTab({ samples, values = {}, of = vertices }: Parts): Screen {
  const screen = screenInMemory();
  const job = jobOverview({
    name: 'alerts',
    id: jobId,
    startTime: secondsBefore(3600),
    lastModification: secondsBefore(3600),
    tasks: { total: 4, running: 4 },
  });
  const read = (value: unknown) => ({ value, readAt: sampledAt, failure: undefined });
  const metrics = new Map(Object.entries(values).map(([id, value]) => [id, { state: 'measured', value }]));
  const pods = ['my-first-flink-cluster-taskmanager-1-1', 'my-first-flink-cluster-taskmanager-1-2'];
  const readings = new Map([
    [vertexSubtasks(jobId, 'source').key, read(pods.map((pod, index) => subtaskOf({ index, pod })))],
    ...(metrics.size === 0
      ? []
      : [[subtaskValuesKey(jobId, 'source'), read({ at: sampledAt, value: metrics })] as const]),
  ]);
  const detail = { ...job, vertices: of, runningAt: secondsBefore(3600) };
  screen.store.setState({
    now: sampledAt,
    serverNow: sampledAt,
    snapshot: sessionSnapshot({
      jobs: [job],
      readings,
      loads: new Map([[jobId, { detail, counters: new Map(), load: new Map() }]]),
      eventTimes: samples.length === 0 ? new Map() : new Map([[jobId, historyOf(samples, secondsBefore(3600))]]),
    }),
  });
  openJob(screen, jobId, { tab: 'event-time' });
  return screen;
}

const state = ({ store }: Screen): ScreenState => store.getState();
const page = (screen: Screen): JobPage => jobPage(state(screen)) ?? newJobPage(jobId);

function rows(screen: Screen, size = sizes.usual): readonly string[] {
  return eventTimeTab
    .draw(state(screen), page(screen), size)
    .rows.map((row) => stripVTControlCharacters(row).trimEnd());
}

function press(screen: Screen, action: string): void {
  const run = eventTimeTab.bindings.find((binding) => binding.action === action)?.run;
  assert.ok(typeof run === 'function');
  run(screen, page(screen), { name: 'enter' } as never);
}

test('who holds the watermark back is first, with the operator and the pod, and the cursor is on the vertex', () => {
  assert.deepEqual(
    rows(openTab({ samples: [silentSource], values: sourceValues })),
    [
      ' ✕ No watermark for 1h: subtask 2/2 of Source: sensors emits nothing',
      ' held back   Timestamps/Watermarks, taskmanager-1-2',
      ' sources     Pending records: n/a, the connector does not report them',
      '',
      '  NAME                                     WATERMARK     LAG         SPREAD HELD BACK BY',
      '▶ Source: sensors -> Timestamps/Watermarks none            – some have none subtask 2/2 emits nothing',
      '  alerts -> Sink: out                      none            –                Source: sensors 2/2',
      '',
      ` Subtasks of Source: sensors -> Timestamps/Watermarks ${'─'.repeat(63)}`,
      '  SUBTASK WATERMARK     LAG  REC OUT POD             NOTE',
      '        1 11:59:57    3.0 s     50/s taskmanager-1-1',
      '        2 none            –      0/s taskmanager-1-2 holds the watermark back, emits nothing',
    ].map((row) => row),
  );
});

test('a moving watermark is good, and its lag is exact', () => {
  const shown = rows(openTab({ samples: [moving] }));
  assert.equal(shown[0], ' ✓ Watermark 3.0 s behind');
  assert.match(shown.join('\n'), /^▶ Source: sensors -> Timestamps\/Watermarks 11:59:57 +3\.0 s +2\.0 s$/m);
  assert.doesNotMatch(shown.join('\n'), /HELD BACK|PENDING/);
});

test('a job without event time says so in one sentence, without a table of watermarks', () => {
  const plain = [vertexOf('source'), vertexOf('window', ['source'])];
  const shown = rows(openTab({ samples: [{ source: { out: none }, window: { in: none } }], of: plain }));
  assert.equal(shown[0], ' · This job does not use event time: no operator has a watermark');
  assert.doesNotMatch(shown.join('\n'), /WATERMARK|LAG/);
});

test('pending records have their growth and the time to catch up, and n/a where a source reports none', () => {
  const join = [source, vertexOf('other', [], { name: 'Source: other' }), vertexOf('window', ['source', 'other'])];
  const lag = (slope: number) =>
    Array.from({ length: 7 }, (_, index) => ({
      ...moving,
      source: { ...moving.source, pendingRecords: 60_000 + slope * index * 10 },
      other: { out: [now3, now3] as const },
    }));
  const growing = rows(openTab({ samples: lag(480), of: join }));
  assert.equal(growing[1], ' ▲ Source: sensors: 88.8k pending records, +480/s: never caught up at this rate');
  assert.match(growing.join('\n'), /^▶? +Source: sensors .* 88\.8k +\+480\/s never at this rate$/m);
  assert.match(growing.join('\n'), /^ +Source: other .* n\/a$/m);
  const shrinking = rows(openTab({ samples: lag(-100), of: join }));
  assert.equal(shrinking[1], ' · Source: sensors: 54.0k pending records, -100/s: caught up in 9m');
  const [first] = rows(openTab({ samples: lag(480).slice(0, 1), of: join })).slice(1);
  assert.equal(first, ' · Source: sensors: 60.0k pending records, growth is being measured');
});

test('Enter shows the subtasks with their operators, and the cursor starts on the one that holds the watermark back', () => {
  const screen = openTab({ samples: [silentSource], values: sourceValues });
  press(screen, 'job.event-time-subtasks');
  const shown = rows(screen).join('\n');
  assert.match(shown, /^▶ +2 none .*holds the watermark back, emits nothing$/m);
  assert.match(shown, /^ {2}Operators +Source: sensors none → Timestamps\/Watermarks none$/m);
  eventTimeTab.move(screen, page(screen), { kind: 'lines', count: -1 }, sizes.usual);
  assert.match(rows(screen).join('\n'), /Operators +Source: sensors none → Timestamps\/Watermarks 11:59:57$/m);
  const back = eventTimeTab.back?.(page(screen), screen.store.getState());
  assert.equal(back?.eventTime?.openId, undefined);
  assert.ok(back !== undefined);
});

test('a late but emitting subtask says how far it is behind the others', () => {
  const late = secondsBefore(45);
  const samples = { source: { out: [late, now3] }, window: { in: [late, late] } } as const;
  assert.equal(
    rows(openTab({ samples: [samples] }))[0],
    ' ▲ Watermark 45 s behind: a subtask of Source: sensors is 42 s behind the others',
  );
});

test('sources without records wait, and that is no alarm', () => {
  const quiet = { rate: { min: 0, max: 0, sum: 0 }, idleMs: { min: 300_000, max: 300_000 } };
  const shown = rows(openTab({ samples: [{ ...moving, source: { ...moving.source, ...quiet } }] }));
  assert.equal(shown[0], ' ▲ No records for 5m: the watermark waits at 11:59:57');
});

test('an empty tab says why', () => {
  assert.deepEqual(rows(openTab({ samples: [] }))[0], '  Reading the watermarks…');
  const scheduled = vertices.map((vertex) => ({ ...vertex, status: 'SCHEDULED' }));
  assert.match(rows(openTab({ samples: [], of: scheduled }))[0] ?? '', /No task of the job runs/);
});

test('no row is wider than the tab, at any size', () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    vertexOf(`v${index}`, index === 0 ? [] : [`v${index - 1}`], {
      name: `operator ${index} of a long chain of names -> map -> filter`,
    }),
  );
  const samples = Object.fromEntries(
    many.map(({ id }) => [id, { in: [now3, now3], out: [now3, now3], pendingRecords: 5 }] as const),
  );
  for (const [name, size] of Object.entries(sizes)) {
    for (const screen of [
      openTab({ samples: [silentSource], values: sourceValues }),
      openTab({ samples: [samples, samples], of: many }),
    ]) {
      const shown = eventTimeTab.draw(state(screen), page(screen), size).rows.map(stripVTControlCharacters);
      assert.ok(shown.length <= size.height, name);
      assert.ok(
        shown.every((row) => row.length <= size.width),
        name,
      );
    }
  }
});

test('the overview has columns for the lag and the pending records only if the job has them', () => {
  const drawn = (screen: Screen) =>
    overviewTab
      .draw(state(screen), { ...page(screen), tab: 'overview' }, sizes.usual)
      .rows.map(stripVTControlCharacters)
      .join('\n');
  const used = drawn(openTab({ samples: [{ ...moving, source: { ...moving.source, pendingRecords: 1234 } }] }));
  assert.match(used, /WM LAG PENDING/);
  assert.match(used, /Source: sensors .* 3\.0 s +1234 /);
  const plain = [vertexOf('source'), vertexOf('window', ['source'])];
  assert.doesNotMatch(drawn(openTab({ samples: [{ source: { out: none } }], of: plain })), /WM LAG|PENDING/);
});

test('the tab reads the ids first, then all vertices together, and the subtasks of the vertex under the cursor', () => {
  const keys = (screen: Screen) =>
    eventTimeTab.readings(state(screen), page(screen), sizes.usual).map(({ key }) => key);
  const screen = openTab({ samples: [silentSource] });
  assert.deepEqual(
    keys(screen).filter((key) => !key.startsWith('subtasks/')),
    vertices.map(({ id }) => vertexMetricNames(jobId, id).key),
  );
  const { snapshot } = state(screen);
  assert.ok(snapshot !== undefined);
  const names = ['Timestamps/Watermarks.currentOutputWatermark', 'currentInputWatermark', 'numRecordsOutPerSecond'];
  const listed = vertices.map(
    ({ id }) => [vertexMetricNames(jobId, id).key, { value: names, readAt: sampledAt, failure: undefined }] as const,
  );
  screen.store.setState({ snapshot: { ...snapshot, readings: new Map([...snapshot.readings, ...listed]) } });
  const all = eventTimeTab.readings(state(screen), page(screen), sizes.usual);
  assert.ok(all.some(({ key, intervalMs }) => key === `event-time/${jobId}` && intervalMs === 10_000));
  assert.ok(all.some(({ key }) => key === subtaskValuesKey(jobId, 'source')));
  assert.deepEqual([...new Set(all.filter(({ cost }) => cost !== 'M').map(({ intervalMs }) => intervalMs))], [30_000]);
});

test('subtasks of a later fetch count from their own time', () => {
  const screen = openTab({ samples: [silentSource], values: sourceValues });
  const { snapshot } = state(screen);
  assert.ok(snapshot !== undefined);
  const key = subtaskValuesKey(jobId, 'source');
  const { value } = snapshot.readings.get(key) as { readonly value: { readonly value: unknown } };
  const later = { value: { at: sampledAt + 10_000, value: value.value }, readAt: sampledAt, failure: undefined };
  screen.store.setState({
    snapshot: {
      ...snapshot,
      readings: new Map([...snapshot.readings, [key, later]]),
      // A new object, so that the evidence is collected again.
      loads: new Map(snapshot.loads),
    },
  });
  assert.match(rows(screen).join('\n'), /^ +1 11:59:57 +13 s /m);
});

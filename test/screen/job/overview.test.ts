import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { CheckpointAttempt, Checkpoints, JobVertex, VertexGauges } from '../../../src/flink/responses.ts';
import { type JobPage, jobPage, newJobPage, openJob } from '../../../src/screen/job/job-page.ts';
import { overviewTab } from '../../../src/screen/job/overview/tab.ts';
import type { Screen } from '../../../src/screen/state/screen.ts';
import type { ScreenState } from '../../../src/screen/state/screen-state.ts';
import type { JournalEntry } from '../../../src/session/journal/entry.ts';
import {
  checkpointConfig,
  checkpoints,
  jobDetail,
  vertexGauges,
} from '../../../src/session/readings/flink-readings.ts';
import type { VertexLoad } from '../../../src/session/readings/job-load.ts';
import type { Reading } from '../../../src/session/readings/reading.ts';
import { checkpointConfig as configOf } from '../../support/checkpoint-config.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const now = Date.parse('2026-11-24T03:43:13Z');
const id = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const at = (clock: string) => Date.parse(`2026-11-24T${clock}Z`);

const vertex = (name: string, inputs: readonly string[] = [], part: Partial<JobVertex> = {}): JobVertex => ({
  ...{ id: name, name, parallelism: 2, status: 'RUNNING', tasks: { RUNNING: 2 }, inputs, counters: undefined },
  ...part,
});

/** Shares in percent. */
function load(
  busy: number | undefined,
  idle: number,
  backPressured: number,
  rate = 1234,
  measuredAt = now,
): VertexLoad {
  const rates = { readRecords: rate, writeRecords: rate, readBytes: rate * 2900, writeBytes: rate * 2900 };
  const share = busy === undefined ? undefined : busy / 100;
  return { busy: share, idle: idle / 100, backPressured: backPressured / 100, rates, measuredAt };
}

type Parts = {
  readonly vertices?: readonly JobVertex[];
  readonly loads?: { readonly [vertex: string]: VertexLoad };
  readonly checkpointing?: Partial<Extract<Checkpoints, { readonly enabled: true }>>;
  /** Of the checkpoints; undefined if the job takes savepoints only. */
  readonly intervalMs?: number | undefined;
  readonly gauges?: { readonly [vertex: string]: VertexGauges };
  readonly entries?: readonly JournalEntry[];
  readonly job?: Partial<ReturnType<typeof jobOverview>>;
};

const statistics = () => ({
  ...{ enabled: true as const, completed: 9, failed: 0, inProgress: 0, restored: 0 },
  ...{ latestSavepoint: undefined, latestFailed: undefined, latestRestored: undefined, history: [] },
  latestCompleted: {
    ...{ id: 10, triggeredAt: 0, completedAt: at('03:43:01'), durationMs: 97, stateSize: 6_700_000 },
    ...{ isSavepoint: false, path: undefined },
  },
});

/** A job in a diamond whose sink is slow. */
const diamond = {
  vertices: [
    vertex('Source: payments'),
    vertex('validate', ['Source: payments']),
    vertex('score', ['validate']),
    vertex('format', ['validate']),
    vertex('Sink: ledger', ['score', 'format']),
  ],
  loads: {
    'Source: payments': load(15, 0, 85),
    validate: load(10, 10, 80),
    score: load(97, 3, 0),
    format: load(2, 98, 0),
    'Sink: ledger': load(1, 99, 0),
  },
} as const;

function openPage({
  vertices = [],
  loads = {},
  checkpointing = {},
  gauges = {},
  entries = [],
  job = {},
  ...settings
}: Parts): Screen {
  const { intervalMs } = { intervalMs: 10_000, ...settings };
  const screen = screenInMemory();
  const row = {
    ...jobOverview({ name: 'orders', id, startTime: at('02:36:13'), lastModification: at('02:36:13') }),
    ...job,
  };
  const readings = new Map<string, { value: unknown; readAt: number; failure: undefined }>();
  const add = <T>(reading: Reading<T>, value: T) =>
    readings.set(reading.key, { value, readAt: now, failure: undefined });
  const detail = { ...row, vertices };
  add(jobDetail(id), detail);
  add(checkpoints(id), { ...statistics(), ...checkpointing });
  add(checkpointConfig(id), configOf({ intervalMs, timeoutMs: 600_000 }));
  for (const [vertexId, value] of Object.entries(gauges)) add(vertexGauges(id, vertexId), value);
  const load = new Map(Object.entries(loads));
  screen.store.setState({
    now,
    serverNow: now,
    journal: { entries, watched: [] },
    snapshot: sessionSnapshot({
      jobs: [row],
      readings,
      loads: new Map([[id, { detail, counters: new Map(), load }]]),
    }),
  });
  openJob(screen, id);
  return screen;
}

const state = ({ store }: Screen): ScreenState => store.getState();
const page = (screen: Screen): JobPage => jobPage(state(screen)) ?? newJobPage(id);
const sizes = {
  small: { width: 78, height: 15 },
  usual: { width: 118, height: 31 },
  large: { width: 198, height: 51 },
};

function rows(screen: Screen, size: { width: number; height: number } = sizes.usual): readonly string[] {
  return overviewTab.draw(state(screen), page(screen), size).rows.map((row) => stripVTControlCharacters(row).trimEnd());
}

/** Returns the rows below the titles of the columns. */
function vertexRows(screen: Screen, size: { width: number; height: number } = sizes.usual): readonly string[] {
  const all = rows(screen, size);
  return all.slice(all.findIndex((row) => /NAME/.test(row)) + 1);
}

test('first what is wrong, with evidence and the next step, then the graph with the load of each vertex', () => {
  assert.deepEqual(rows(openPage(diamond), sizes.usual), [
    ' RUNNING  back-pressured by score (97% busy)   started 02:36:13 (1h7m ago)   restarts none',
    ` checkpoint 12s ago, 6.4 MiB   id ${id}`,
    '',
    ' ▲ score slows orders down: it is 97% busy',
    '   evidence  score: 97% busy, parallelism 2',
    '             Source: payments: 85% back-pressured',
    '             validate: 80% back-pressured',
    '   next      See the subtasks of score and their pods (:subtasks a1b2c3d4 score)',
    '             See what score does: a profile of its threads (:threads a1b2c3d4 score)',
    '',
    ` Vertices  5 ${'─'.repeat(104)}`,
    '      NAME              P LOAD       BUSY   BP IDLE  REC IN REC OUT   BYTES IN  BYTES OUT STATUS',
    '  ●   Source: payments  2 ██▒▒▒▒▒▒▒▒  15%  85%   0%          1.2k/s             3.4 MiB/s running',
    '  ●─╮ validate          2 █▒▒▒▒▒▒▒▒░  10%  80%  10%  1.2k/s  1.2k/s  3.4 MiB/s  3.4 MiB/s running',
    '▶ ● │ score             2 ██████████  97%   0%   3%  1.2k/s  1.2k/s  3.4 MiB/s  3.4 MiB/s bottleneck',
    '  │ ● format            2 ░░░░░░░░░░   2%   0%  98%  1.2k/s  1.2k/s  3.4 MiB/s  3.4 MiB/s running',
    '  ●─╯ Sink: ledger      2 ░░░░░░░░░░   1%   0%  99%  1.2k/s          3.4 MiB/s            running',
  ]);
});

test('at 80 columns, short names leave room for the numbers, long ones for one share in words', () => {
  assert.equal(
    vertexRows(openPage(diamond), sizes.small)[2],
    '▶ ● │ score             2 ██████████  97%   0%   3%  1.2k/s  1.2k/s bottleneck',
  );
  const vertices = diamond.vertices.map((each) => ({ ...each, name: `${each.name} of all card terminals` }));
  assert.deepEqual(vertexRows(openPage({ ...diamond, vertices }), sizes.small), [
    '  ●   Source: payments of all c…  2 █▒▒▒▒ 85% bp             1.2k/s running',
    '  ●─╮ validate of all card term…  2 █▒▒▒▒ 80% bp     1.2k/s  1.2k/s running',
    '▶ ● │ score of all card termina…  2 █████ 97% busy   1.2k/s  1.2k/s bottleneck',
    '  │ ● format of all card termin…  2 ░░░░░ 2% busy    1.2k/s  1.2k/s running',
    '  ●─╯ Sink: ledger of all card …  2 ░░░░░ 1% busy    1.2k/s         running',
  ]);
});

test('a screen reader gets words: the severity, the inputs and the shares', () => {
  const screen = openPage(diamond);
  screen.store.setState({ isScreenReader: true });
  const shown = rows(screen, sizes.large);
  assert.ok(shown.some((row) => row.startsWith(' Warning: score slows orders down')));
  const table = vertexRows(screen, sizes.large).map((row) => row.replaceAll(/ {2,}/g, '  '));
  assert.match(table[2] ?? '', /^▶ score {2}2 97% busy, 0% back-pressured, 3% idle .* bottleneck$/);
  assert.match(table[3] ?? '', /^ {2}format {2}from validate {2}2 2% busy/);
  assert.match(table[4] ?? '', /^ {2}Sink: ledger {2}from score, format {2}2 1% busy/);
  assert.doesNotMatch(shown.join('\n'), /[●│█▒░╮╯]/);
});

test('a healthy job has no findings', () => {
  const screen = openPage({ vertices: diamond.vertices, loads: { 'Source: payments': load(15, 85, 0) } });
  assert.ok(rows(screen).includes(' ✓ No findings'), rows(screen).join('\n'));
});

test('what could not be assessed is said in one row, and then the absence of findings proves nothing', () => {
  const screen = openPage({ vertices: diamond.vertices });
  const shown = rows(screen);
  const index = shown.indexOf(' No findings, but not everything was assessed');
  assert.match(shown[index + 1] ?? '', /^ Not assessed: back-pressure \(Flink has no metrics of the tasks\)$/);
});

test('a vertex without load has no figures, and the reason is said once', () => {
  const counters = {
    ...{ busyMs: 1, idleMs: 1, backPressuredMs: 1 },
    ...{ readRecords: 1, writeRecords: 1, readBytes: 1, writeBytes: 1 },
  };
  const [source = vertex('source'), ...others] = diamond.vertices;
  const screen = openPage({ ...diamond, vertices: [{ ...source, counters }, ...others], loads: {} });
  const shown = rows(screen);
  assert.equal(shown.filter((row) => row.includes('measuring: the first figures come after two')).length, 1);
  assert.match(vertexRows(screen)[1] ?? '', /^ {2}●─╮ validate +2 – +– +– +– +– running$/);
  assert.doesNotMatch(vertexRows(screen).join('\n'), /0%|0\/s/);
});

test("until two responses show the rates, the load is from Flink's gauges", () => {
  const counters = {
    ...{ busyMs: 1, idleMs: 1, backPressuredMs: 1 },
    ...{ readRecords: 1, writeRecords: 1, readBytes: 1, writeBytes: 1 },
  };
  const [source = vertex('source'), ...others] = diamond.vertices.map((one) => ({ ...one, counters }));
  const share = (avg: number) => ({ min: 0, max: avg, avg });
  const gauges = { busy: share(970), idle: share(30), backPressured: share(0) };
  const screen = openPage({ vertices: [source, ...others], gauges: { validate: gauges } });
  const [first = '', second = ''] = vertexRows(screen);
  assert.match(first, /Source: payments +2 – /);
  assert.match(second, /validate +2 █+ +97% +0% +3% +– +– +– +– running$/);
  assert.ok(rows(screen).some((row) => row.includes('measuring: the first figures come')));
  const all = Object.fromEntries(diamond.vertices.map(({ id: vertexId }) => [vertexId, gauges]));
  const whole = rows(openPage({ vertices: [source, ...others], gauges: all }));
  assert.ok(
    whole.some((row) => row.includes('measuring: the first rates come after two')),
    whole.join('\n'),
  );
  const incomplete = rows(openPage({ vertices: diamond.vertices, gauges: all }));
  assert.ok(incomplete.includes(' no rates yet: Flink has no metrics of all tasks'), incomplete.join('\n'));
});

test('an unknown busy time is not 0', () => {
  const screen = openPage({ vertices: [vertex('legacy')], loads: { legacy: load(undefined, 40, 10) } });
  assert.match(vertexRows(screen)[0] ?? '', / 2 ▒░░░░ {9}– {2}10% {2}40% /);
  assert.match(vertexRows(screen, { width: 60, height: 20 })[0] ?? '', / – busy /);
});

test('old figures say how old they are', () => {
  const loads = { old: load(10, 90, 0, 1, now - 45_000) };
  const shown = rows(openPage({ vertices: [vertex('old')], loads }));
  assert.ok(shown.includes(' load measured 45s ago'), shown.join('\n'));
});

test('the status counts tasks that do not run, and an ended vertex has no load', () => {
  const vertices = [
    vertex('starting', [], { tasks: { RUNNING: 1, SCHEDULED: 1 } }),
    vertex('done', ['starting'], { status: 'FINISHED', tasks: { FINISHED: 2 } }),
  ];
  const [first, second] = vertexRows(openPage({ vertices, loads: { done: load(10, 90, 0) } }));
  assert.match(first ?? '', / 1\/2 running$/);
  const waiting = vertex('waiting', [], { status: 'CREATED', tasks: { SCHEDULED: 2 } });
  assert.match(vertexRows(openPage({ vertices: [waiting] }))[0] ?? '', / scheduled$/);
  assert.match(second ?? '', / – .* finished$/);
});

const failure = (minutesAgo: number, vertexName = 'score'): JournalEntry => ({
  ...{ kind: 'failure', at: now - minutesAgo * 60_000, job: id, jobName: 'orders' },
  ...{ exception: 'SocketTimeoutException', message: 'Read timed out', task: `${vertexName} (1/2) - execution #1` },
  pod: 'my-first-flink-cluster-taskmanager-1-5',
});

/** Three findings about the job, and a job with 200 vertices. */
const sick: Parts = {
  vertices: Array.from({ length: 200 }, (_, index) =>
    vertex(`v${index}`, index === 0 ? [] : [`v${index - 1}`], { parallelism: 1, tasks: { RUNNING: 1 } }),
  ),
  loads: { v148: load(10, 0, 90), v149: load(97, 3, 0) },
  entries: [failure(5), failure(3), failure(1)],
  checkpointing: {
    history: [1, 2, 3].map(
      (checkpoint): CheckpointAttempt => ({
        ...{ id: checkpoint, status: 'failed', triggeredAt: now - 60_000, endedAt: now - 30_000, durationMs: 30_000 },
        ...{
          bytes: undefined,
          writtenBytes: undefined,
          isSavepoint: false,
          path: undefined,
          message: 'Checkpoint expired before completing.',
        },
      }),
    ),
  },
};

test('at 80x24, six vertices stay visible below the findings, and the other findings are counted', () => {
  const shown = rows(openPage(sick), sizes.small);
  assert.equal(shown.length, sizes.small.height);
  assert.equal(vertexRows(openPage(sick), sizes.small).length, 6);
  assert.match(shown[3] ?? '', /^ ✕ orders restarts again and again: 3 times in the last hour, last 1m1s ago$/);
  assert.match(shown.join('\n'), /… 2 more findings: D shows all/);
});

test('with room, all findings have their evidence and the command of the next step', () => {
  const shown = rows(openPage(sick), sizes.large);
  assert.ok(shown.some((row) => /next +See the exceptions and their traces \(:exceptions a1b2c3d4\)/.test(row)));
  assert.ok(
    shown.some((row) => /✕ The last 3 checkpoints of orders failed: expired {3}since 03:42:43 \(30s ago\)/.test(row)),
  );
  assert.ok(shown.some((row) => row.includes('▲ v149 slows orders down: it is 97% busy')));
});

test('moving scrolls to the vertex, the titles stay, and Home shows the findings again', () => {
  const screen = openPage(sick);
  const size = sizes.small;
  const move = (movement: Parameters<typeof overviewTab.move>[2]) =>
    overviewTab.move(screen, page(screen), movement, size);
  const cursorRow = () => rows(screen, size).filter((row) => row.startsWith('▶'));
  assert.match(rows(screen, size)[0] ?? '', /^ RUNNING/, 'the findings are visible, although the bottleneck is below');
  move({ kind: 'lines', count: 1 });
  assert.match(cursorRow().join(), /^▶ ● v150 /);
  assert.match(rows(screen, size)[0] ?? '', /NAME/);
  move({ kind: 'end' });
  assert.match(rows(screen, size).at(-1) ?? '', /^▶ ● v199 /);
  assert.equal(overviewTab.draw(state(screen), page(screen), size).position, '200/200');
  for (let row = 0; row < 20; row += 1) {
    move({ kind: 'lines', count: -1 });
    assert.equal(cursorRow().length, 1, `the cursor is visible ${row + 1} rows above the end`);
  }
  move({ kind: 'start' });
  assert.match(rows(screen, size)[0] ?? '', /^ RUNNING {2}restarting/);
  assert.match(cursorRow().join(), /^▶ ● v0 /);
});

test('Enter opens the subtasks of the bottleneck, or of the chosen vertex', () => {
  const screen = openPage(diamond);
  const enter = overviewTab.bindings.find(({ action }) => action === 'job.vertex');
  const press = () => typeof enter?.run === 'function' && enter.run(screen, page(screen), {} as never);
  press();
  assert.deepEqual([page(screen).tab, page(screen).vertexId], ['subtasks', 'score']);
  overviewTab.move(screen, page(screen), { kind: 'lines', count: 1 }, sizes.usual);
  press();
  assert.equal(page(screen).vertexId, 'format');
});

test('a restarting job, an ended job and one without checkpoints say so', () => {
  const restarting = openPage({ ...diamond, entries: [failure(5), failure(1)] });
  assert.match(rows(restarting)[0] ?? '', /RUNNING {2}restarting \(2 in 1h: SocketTimeoutException in score/);
  assert.ok(rows(restarting).some((row) => row.includes('restarts 2 times since 03:38:13, last 1m ago')));
  const ended = openPage({ job: { state: 'FINISHED', endTime: at('03:36:13') } });
  assert.match(rows(ended)[0] ?? '', /^ FINISHED {3}ended 03:36:13 \(7m ago\) after 1h/);
  const none = openPage({ checkpointing: { latestCompleted: undefined } });
  assert.ok(rows(none).some((row) => row.includes('checkpoint none completed')));
  const savepointsOnly = openPage({ checkpointing: { latestCompleted: undefined }, intervalMs: undefined });
  assert.ok(rows(savepointsOnly).some((row) => row.includes('checkpoint not enabled')));
});

test('restarts are red, unless the job has ended', () => {
  const entries = [failure(5), failure(1)];
  const error = (screen: Screen) => state(screen).theme.error('2 times since 03:38:13, last 1m ago');
  const drawn = (screen: Screen) => overviewTab.draw(state(screen), page(screen), sizes.usual).rows.join('\n');
  const restarting = openPage({ ...diamond, entries });
  assert.ok(drawn(restarting).includes(error(restarting)));
  const ended = openPage({ ...diamond, entries, job: { state: 'CANCELED', endTime: at('03:43:00') } });
  assert.ok(!drawn(ended).includes(error(ended)));
  assert.match(rows(ended).join('\n'), /restarts 2 times since 03:38:13/);
});

test('the cursor starts on the vertex that the most urgent finding names', () => {
  const screen = openPage({ ...diamond, entries: [failure(5, 'format'), failure(1, 'format')] });
  assert.match(rows(screen).find((row) => row.startsWith('▶')) ?? '', / format /);
  const bottleneck = openPage(diamond);
  assert.match(rows(bottleneck).find((row) => row.startsWith('▶')) ?? '', / score /);
});

test('measures the vertices that may be skewed, because an average hides one busy subtask', () => {
  const screen = openPage({ vertices: [vertex('hot')], loads: { hot: load(52, 48, 0) } });
  const keys = overviewTab.readings(state(screen), page(screen), sizes.usual).map(({ key }) => key);
  assert.deepEqual(keys, [
    `checkpoints/${id}`,
    `checkpoint-config/${id}`,
    `vertex-gauges/${id}/hot`,
    `subtask-busy/${id}/hot`,
    `subtask-rates/${id}/hot`,
    `metric-ids/subtasks/${id}/hot`,
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { Subtask } from '../../../src/flink/subtask-responses.ts';
import { jobPage, newJobPage } from '../../../src/screen/job/job-page.ts';
import { subtasksTab } from '../../../src/screen/job/subtasks/tab.ts';
import type { TabSize } from '../../../src/screen/job/tab.ts';
import type { JournalEntry } from '../../../src/session/journal/entry.ts';
import {
  checkpointDetail,
  checkpointSubtasks,
  checkpoints,
  jobDetail,
  vertexSubtasks,
} from '../../../src/session/readings/flink-readings.ts';
import type { Readings } from '../../../src/session/readings/reading.ts';
import { type SubtaskLoads, updateSubtaskLoads } from '../../../src/session/readings/subtask-load.ts';
import { vertexOf } from '../../support/job-vertex.ts';
import { fakeJournal } from '../../support/journal.ts';
import { loadsOf } from '../../support/loads.ts';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../../support/session.ts';
import { subtaskOf } from '../../support/subtasks.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const jobId = 'a'.repeat(32);
const minuteMs = 60_000;
/** Not a constant: in a full test run, the tests of this file start a minute after it was loaded. */
const minutesAgo = (minutes: number): number => Date.now() - minutes * minuteMs;
const podName = (number: number): string => `my-first-flink-cluster-taskmanager-1-${number}`;

const vertices = [vertexOf('source'), vertexOf('work', ['source']), vertexOf('sink', ['work'])];

/** The vertex `work` is the busiest one. */
const busy = { source: 0.1, work: 0.5, sink: 0.2 };

/** Subtask 2 does most of the work. */
const skewed = (): readonly Subtask[] => [
  subtaskOf({ index: 0, pod: podName(1), busyMs: 30_000, idleMs: 970_000, readRecords: 50_000, readBytes: 2 ** 21 }),
  subtaskOf({ index: 1, pod: podName(2), busyMs: 1_000_000, idleMs: 0, readRecords: 950_000, readBytes: 2 ** 25 }),
];
/** 10 s later. */
const skewedLater = (): readonly Subtask[] => [
  subtaskOf({ ...skewed()[0], idleMs: 980_000, readRecords: 50_500 }),
  subtaskOf({ ...skewed()[1], busyMs: 1_009_000, backPressuredMs: 1000, readRecords: 959_500 }),
];

type Options = {
  readonly subtasks?: (vertexId: string) => Promise<readonly Subtask[]>;
  readonly entries?: readonly JournalEntry[];
  readonly size?: { readonly columns: number; readonly rows: number };
};

async function attach({
  subtasks = async () => skewed(),
  entries = [],
  size = { columns: 160, rows: 40 },
}: Options = {}) {
  const detail = { ...jobOverview({ name: 'orders', id: jobId }), vertices };
  const pods = [1, 2].map((number) => podRow({ name: podName(number), createdAt: minutesAgo(120) }));
  const snapshot = sessionSnapshot({
    pods,
    jobs: [jobOverview({ name: 'orders', id: jobId })],
    loads: loadsOf(detail, busy),
  });
  const session = fakeSession(snapshot, {
    job: async () => detail,
    subtasks: (_, vertexId) => subtasks(vertexId),
    subtaskGauges: async () => [],
    checkpoints: async () => ({ enabled: false }),
  });
  const journal = fakeJournal(entries, [{ from: minutesAgo(120), until: Date.now() }]);
  const source = { attach: async () => ({ ...session, journal }) };
  const screen = openScreen({ target: { clusterId: 'my-first-flink-cluster' }, source }, size);
  await screen.jobs.contains('orders');
  return { screen, session };
}

/** Measures the vertex `work` by two responses. The session has read the later one. */
function measure({ session }: Awaited<ReturnType<typeof attach>>, later: readonly Subtask[]): void {
  const { key } = vertexSubtasks(jobId, 'work');
  const subtaskLoads = [skewed(), later].reduce<ReadonlyMap<string, SubtaskLoads>>(
    (loads, value, index) =>
      updateSubtaskLoads(loads, new Map([[key, { value, readAt: index * 10_000, failure: undefined }]]), key),
    new Map(),
  );
  session.change({ subtaskLoads });
}

test('the busiest vertex is shown, and the skewed subtask is first and marked', async () => {
  const { screen } = await attach();
  screen.commandLine.run('subtasks orders');
  await screen.job.shows(
    /^ {2}work vertex 2 of 3 2 running ─/m,
    /^ {2}Average 52% busy, 0% back-pressured, 49% idle since the start$/m,
    /^ {2}Records subtask 2 gets 95% of the records, 1\.9× the average$/m,
    /^ {2}SUBTASK STATUS POD LOAD BUSY BP IDLE AVG IN AVG OUT RECORDS IN .* NOTE$/m,
    /^▶ +2 running taskmanager-1-2 █+ 100% 0% 0% 950\/s 0\/s .*skewed: 95% of records$/m,
    /^ +1 running taskmanager-1-1 ░+ 3% 0% 97% /m,
  );
});

test('after the second response the load is that of the last seconds', async () => {
  const later = skewedLater();
  const attached = await attach({ subtasks: async () => later });
  const { screen } = attached;
  screen.commandLine.run('subtasks orders work');
  await screen.job.shows('since the start');
  measure(attached, later);
  await screen.job.shows(
    /^ {2}Average 45% busy, 5% back-pressured, 50% idle in the last seconds$/m,
    /^▶ +2 running taskmanager-1-2 █+▒ 90% 10% 0% 950\/s /m,
    /^ {2}SUBTASK .* REC IN REC OUT /m,
  );
  await screen.job.showsNo('AVG');
});

test('a subtask that is busy with as many records as the others is blocked', async () => {
  const subtasks = [
    subtaskOf({ index: 0, pod: podName(1), busyMs: 5000, idleMs: 995_000, readRecords: 2000 }),
    subtaskOf({ index: 1, pod: podName(2), busyMs: 1_000_000, idleMs: 0, readRecords: 2000 }),
  ];
  const { screen } = await attach({ subtasks: async () => subtasks });
  screen.commandLine.run('subtasks orders work');
  await screen.job.shows(/^▶ +2 running .* blocked: 500 ms per record, others 2\.5 ms$/m);
});

test('a subtask that restarted has a gap instead of a load, and its attempt is shown', async () => {
  const [one = subtaskOf(), two = subtaskOf()] = skewedLater();
  const later = [one, { ...two, attempt: 1, busyMs: 400, readRecords: 40 }];
  const attached = await attach({ subtasks: async () => later });
  const { screen } = attached;
  screen.commandLine.run('subtasks orders work');
  await screen.job.shows('since the start');
  measure(attached, later);
  await screen.job.shows(
    /^▶ +1 running taskmanager-1-1 ░+ 0% 0% 100% .* #0$/m,
    /^ +2 running taskmanager-1-2 – – – 40 .* #1$/m,
  );
});

test('the typed command opens the tab with the vertex, and < and > go through the vertices', async () => {
  const { screen, session } = await attach();
  screen.commandLine.run('subtasks orders SOU');
  await screen.job.shows('source vertex 1 of 3');
  screen.press('job.next-vertex');
  await screen.job.shows('work vertex 2 of 3');
  screen.press('job.next-vertex');
  await screen.job.shows('sink vertex 3 of 3');
  screen.press('job.next-vertex', 'right');
  await screen.job.shows('source vertex 1 of 3');
  screen.press('job.previous-vertex', 'left');
  await screen.job.shows('sink vertex 3 of 3');
  assert.deepEqual(
    session.needs().filter((key) => key.startsWith('subtasks/')),
    [`subtasks/${jobId}/sink`],
  );
});

test('a typed vertex that does not exist is an error with the names of all vertices', async () => {
  const { screen } = await attach();
  screen.commandLine.run('subtasks orders nosuch');
  await screen.result.shows('no vertex nosuch in orders', /1 {1,2}source/, /3 {1,2}sink/);
});

test('Enter opens the log of the pod at the last failure of the subtask', async () => {
  const entries: readonly JournalEntry[] = [
    {
      kind: 'failure',
      at: minutesAgo(28),
      job: jobId,
      jobName: 'orders',
      exception: 'IOException',
      message: 'disk full',
      task: 'work (2/2) - execution #0',
      pod: podName(1),
    },
  ];
  const { screen, session } = await attach({ entries });
  const writer = session.logs.open({ uid: `uid-${podName(1)}`, pod: podName(1), container: 'flink-main-container' });
  const line = (minutes: number, text: string) => `${new Date(minutesAgo(minutes)).toISOString()} ${text}\n`;
  writer.write(Buffer.from([line(40, 'long before'), line(28, 'disk is full'), line(1, 'much later')].join('')));
  screen.commandLine.run('subtasks orders work');
  await screen.job.shows(/^▶ +2 .*failed 28m ago: IOException$/m);
  screen.press('job.subtask-log');
  await screen.logs.contains(/▶disk is full/);
});

test('a subtask without a pod, and one whose pod is unknown, say why there is no log', async () => {
  const waiting = subtaskOf({ index: 0, status: 'SCHEDULED', pod: undefined, startedAt: undefined, isComplete: false });
  const { screen } = await attach({ subtasks: async () => [waiting, subtaskOf({ index: 1, pod: podName(9) })] });
  screen.commandLine.run('subtasks orders work');
  await screen.job.shows(/^▶ +1 scheduled not deployed – /m, /^ +2 running taskmanager-1-9 /m);
  screen.press('job.subtask-log');
  await screen.message('subtask 1 is not deployed, so it has no log. D says what is wrong');
  screen.type('j');
  await screen.job.shows(/^▶ +2 /m);
  screen.press('job.subtask-log');
  await screen.message(/^taskmanager-1-9 was gone before flink-tui attached/);
});

test('O sorts the subtasks by a column, and the cursor stays on its subtask', async () => {
  const { screen } = await attach();
  screen.commandLine.run('subtasks orders work');
  await screen.job.shows(/^▶ +2 .*\n +1 /m);
  screen.type('j');
  await screen.job.shows(/^ +2 .*\n▶ +1 /m);
  screen.type('k');
  await screen.job.shows(/^▶ +2 .*\n +1 /m);
  screen.press('job.sort-subtasks');
  await screen.sortMenu.isTitled('Sort subtasks by');
  await screen.sortMenu.select('IDLE');
  await screen.sortMenu.press('sort.choose');
  await screen.job.shows(/ › sorted by IDLE ↓/, /^ +1 .*\n▶ +2 /m);
});

test('if REST fails, the last values stay with their age; without values the reason is shown', async () => {
  let isDown = false;
  const failing = async () => {
    if (isDown) throw new Error('connection refused');
    return skewed();
  };
  const { screen, session } = await attach({ subtasks: failing });
  screen.commandLine.run('subtasks orders work');
  await screen.job.shows(/^▶ +2 running/m);
  isDown = true;
  const { key } = vertexSubtasks(jobId, 'work');
  const { readings } = session.store.getState();
  const read = { value: skewed(), readAt: Date.now() - 20_000, failure: new Error('connection refused') };
  session.change({ readings: new Map(readings).set(key, read) });
  await screen.job.isTitled(/as of 2\ds ago/);
  await screen.job.shows(/^▶ +2 running/m);
  screen.press('job.next-vertex');
  await screen.job.shows('Cannot read the subtasks of sink: connection refused');
});

const many = 500;

/** A job with one vertex. `onFormat` is called when the bytes of a subtask are formatted. */
function manySubtasks(onFormat: () => void) {
  const subtasks = Array.from({ length: many }, (_, index) =>
    Object.defineProperty(
      subtaskOf({ index, pod: podName(index), busyMs: 1000 + index, idleMs: 1000, readRecords: index }),
      'readBytes',
      {
        get: () => {
          onFormat();
          return index;
        },
      },
    ),
  );
  const detail = {
    ...jobOverview({ name: 'orders', id: jobId }),
    vertices: [vertexOf('work', ['source'], { parallelism: many })],
  };
  const read = (value: unknown) => ({ value, readAt: Date.now(), failure: undefined });
  const readings: Readings = new Map([
    [jobDetail(jobId).key, read(detail)],
    [vertexSubtasks(jobId, 'work').key, read(subtasks)],
  ]);
  return sessionSnapshot({ readings, jobs: [detail] });
}

/** Opens the tab of a vertex with many subtasks in memory. */
function openMany(size: TabSize) {
  const screen = screenInMemory();
  const now = Date.now();
  let formatted = 0;
  const snapshot = manySubtasks(() => {
    formatted += 1;
  });
  screen.store.setState({
    snapshot,
    now,
    serverNow: now,
    page: { id: 'job', jobId, viewState: newJobPage(jobId), below: undefined },
  });
  const page = () => jobPage(screen.store.getState()) ?? newJobPage(jobId);
  return {
    draw: () => {
      const { rows, position } = subtasksTab.draw(screen.store.getState(), page(), size);
      return { rows: rows.map(stripVTControlCharacters), position };
    },
    goToEnd: () => subtasksTab.move(screen, page(), { kind: 'end' }, size),
    formatted: () => formatted,
  };
}

for (const [width, height] of [
  [78, 14],
  [118, 30],
  [198, 50],
  [40, 5],
] as const) {
  test(`at ${width}x${height}, ${many} subtasks fill the tab`, () => {
    const { draw, goToEnd } = openMany({ width, height });
    const { rows, position } = draw();
    assert.equal(rows.length, height);
    assert.ok(rows.every((row) => row.length <= width));
    assert.equal(position, `1/${many}`);
    goToEnd();
    assert.equal(draw().position, `${many}/${many}`);
    assert.match(draw().rows.at(-1) ?? '', new RegExp(`^▶ +${many} running`));
  });
}

test('only visible rows are formatted', () => {
  const { draw, formatted } = openMany({ width: 198, height: 20 });
  assert.match(draw().rows.join('\n'), /BYTES IN/);
  assert.ok(formatted() > 0 && formatted() < many / 4, `${formatted()} cells`);
});

/** Draws the tab of a vertex after two failed checkpoints. Both vertices are late in the second one. */
function drawAfterFailures(vertexId: 'source' | 'work', { isReadUpTo }: { readonly isReadUpTo: 1 | 2 }): string {
  const screen = screenInMemory();
  const now = Date.now();
  const attempt = { status: 'failed', triggeredAt: now, endedAt: now, isSavepoint: false, message: 'expired' } as const;
  const detail = (lateIds: readonly string[]) => ({
    vertices: vertices.map(({ id }) => ({ id, acknowledgedSubtasks: lateIds.includes(id) ? 1 : 2, subtasks: 2 })),
  });
  const parts = [
    { state: 'acknowledged', index: 0 },
    { state: 'pending', index: 1 },
  ];
  const read = (value: unknown) => ({ value, readAt: now, failure: undefined });
  const job = { ...jobOverview({ name: 'orders', id: jobId }), vertices };
  const readings: Readings = new Map([
    [jobDetail(jobId).key, read(job)],
    [vertexSubtasks(jobId, vertexId).key, read([subtaskOf({ index: 0 }), subtaskOf({ index: 1 })])],
    [
      checkpoints(jobId).key,
      read({
        enabled: true,
        history: [
          { ...attempt, id: 1 },
          { ...attempt, id: 2 },
        ],
      }),
    ],
    [checkpointDetail(jobId, 1).key, read(detail(['work', 'sink']))],
    [checkpointSubtasks(jobId, 1, 'work').key, read(parts)],
    ...(isReadUpTo === 2 ? [[checkpointDetail(jobId, 2).key, read(detail(['source', 'work']))] as const] : []),
    [checkpointSubtasks(jobId, 2, 'source').key, read(parts)],
  ]);
  screen.store.setState({
    now,
    serverNow: now,
    snapshot: sessionSnapshot({ readings, jobs: [job], loads: loadsOf(job, busy) }),
  });
  const page = { ...newJobPage(jobId), tab: 'subtasks', vertexId } as const;
  return subtasksTab
    .draw(screen.store.getState(), page, { width: 118, height: 30 })
    .rows.map(stripVTControlCharacters)
    .join('\n');
}

test('the subtask that did not acknowledge the last failed checkpoint is first and marked as the straggler', () => {
  assert.match(drawAfterFailures('source', { isReadUpTo: 2 }), /^▶ +2 .* straggler of checkpoint 2 *\n +1 /m);
  assert.doesNotMatch(drawAfterFailures('work', { isReadUpTo: 2 }), /straggler/, 'work is late because of source');
});

test('while the newest failed checkpoint is not read, the straggler is that of the one before', () => {
  assert.match(drawAfterFailures('work', { isReadUpTo: 1 }), /^▶ +2 .* straggler of checkpoint 1 *\n +1 /m);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlinkError } from '../../../src/flink/error.ts';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import type { FlameGraph, JvmThread } from '../../../src/flink/thread-responses.ts';
import { newJobPage } from '../../../src/screen/job/job-page.ts';
import { boxBeside, moveInFlame } from '../../../src/screen/job/threads/move-flame.ts';
import { openFlame } from '../../../src/screen/job/threads/state.ts';
import { threadsTab } from '../../../src/screen/job/threads/tab.ts';
import { flameGraph, jobDetail } from '../../../src/session/readings/flink-readings.ts';
import type { Readings } from '../../../src/session/readings/reading.ts';
import { stacks, threadOf } from '../../session/threads/dump.ts';
import { eventually } from '../../support/eventually.ts';
import { vertexOf } from '../../support/job-vertex.ts';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../../support/session.ts';
import { subtaskOf } from '../../support/subtasks.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const jobId = 'a'.repeat(32);
const podName = (number: number): string => `my-first-flink-cluster-taskmanager-1-${number}`;

const vertices = [vertexOf('source'), vertexOf('work', ['source'])];
const subtasks = [
  subtaskOf({ index: 0, pod: podName(1), busyMs: 10, idleMs: 990 }),
  subtaskOf({ index: 1, pod: podName(2), busyMs: 1000, idleMs: 0 }),
];
const gauges = [
  { busyMs: 10, idleMs: 990, backPressuredMs: 0 },
  { busyMs: 1000, idleMs: 0, backPressuredMs: 0 },
];
/** Subtask 2 waits in the code of the job, and the other one for input. */
const dumpOf = (taskManager: string): readonly JvmThread[] => [
  threadOf('work (1/2)#0', stacks.mailbox),
  threadOf('work (2/2)#0', taskManager === podName(2) ? stacks.fetching : stacks.mailbox),
  threadOf('OutputFlusher for work (2/2)#0', []),
];

type Options = {
  readonly threadDump?: FlinkRest['threadDump'];
  readonly flinkOptions?: ReadonlyMap<string, string>;
  readonly flameGraph?: FlinkRest['flameGraph'];
  readonly size?: { readonly columns: number; readonly rows: number };
};

async function attach({
  threadDump = async (id) => dumpOf(id),
  flinkOptions = new Map(),
  flameGraph = async () => ({ state: 'disabled' }),
  size = { columns: 140, rows: 40 },
}: Options = {}) {
  const dumpedAt: number[] = [];
  const detail = { ...jobOverview({ name: 'orders', id: jobId }), vertices };
  const snapshot = sessionSnapshot({
    pods: [1, 2].map((number) => podRow({ name: podName(number) })),
    jobs: [jobOverview({ name: 'orders', id: jobId })],
    loads: new Map([[jobId, { detail, counters: new Map(), load: new Map() }]]),
  });
  const session = fakeSession(snapshot, {
    job: async () => detail,
    subtasks: async () => subtasks,
    subtaskGauges: async () => gauges,
    checkpoints: async () => ({ enabled: false }),
    jobManagerConfig: async () => flinkOptions,
    jobs: async () => [jobOverview({ name: 'orders', id: jobId })],
    flameGraph,
    threadDump: (id, signal) => {
      dumpedAt.push(performance.now());
      return threadDump(id, signal);
    },
  });
  const source = { attach: async () => session };
  const screen = openScreen({ target: { clusterId: 'my-first-flink-cluster' }, source }, size);
  await screen.jobs.contains('orders');
  return { screen, session, dumpedAt };
}

type Attached = Awaited<ReturnType<typeof attach>>;

/** Opens the tab without sampling. */
async function openTab({ screen }: Attached): Promise<void> {
  screen.commandLine.run('subtasks orders work');
  await screen.job.shows('work vertex 2 of 2');
  screen.press('job.next-tab');
  await screen.job.shows('[Threads]');
}

test('the tab alone takes no thread dump: it says what t does, what a dump costs, and what turns the flame graph on', async () => {
  const attached = await attach();
  const { screen, dumpedAt } = attached;
  await openTab(attached);
  await screen.job.shows(
    /t takes 20 thread dumps of taskmanager-1-2 in 10 s and shows what subtask 2 does\./,
    /Each pauses that JVM for some milliseconds/,
    /Flink's flame graph is off, and the thread dumps replace it\./,
    /set rest\.flamegraph\.enabled: true in Flink's configuration\s+and restart the JobManager/,
    /^▶ +2 taskmanager-1-2 █+ 100% 0% 0% none$/m,
    /^ +1 taskmanager-1-1 ░+ 1% 0% 99% none$/m,
  );
  screen.press('job.flame-graph');
  await screen.message('the flame graph is off: it needs rest.flamegraph.enabled: true');
  assert.equal(dumpedAt.length, 0);
});

test('t shows the shares while it samples, Esc stops, and the profile stays in the list with its age', async () => {
  const attached = await attach();
  const { screen, dumpedAt } = attached;
  await openTab(attached);
  screen.press('job.sample-threads');
  await screen.job.shows(
    /^ {2}work \(2\/2\) taskmanager-1-2 ─/m,
    /Waits in Trouble\$Store\.fetch for 100% of the 2 samples so far/,
    /█+░+ 2\/20 thread dumps Esc stops/,
    /^▶ 100% █+ 2 TIMED_WAITING Trouble\$Store\.fetch, in Thread\.sleep$/m,
    /^ {2}OutputFlusher: TIMED_WAITING$/m,
  );
  await screen.footer.shows('Esc stop');
  screen.press('job.close');
  await screen.job.shows(
    /Stopped after \d thread dumps in \d(\.\d)? s, .* ago\)\. t samples again/,
    /of the \d samples$/m,
  );
  const taken = dumpedAt.length;
  screen.press('job.close');
  await screen.job.shows(/^▶ +2 taskmanager-1-2 .* 100% Trouble\$Store\.fetch, in Thread\.sleep \(\ds ago\)$/m);
  screen.press('job.open-profile');
  await screen.job.shows(/Stopped after/);
  assert.equal(dumpedAt.length, taken);
});

test('Enter shows the stacks of a row, with the frames of Flink and the JVM folded', async () => {
  const attached = await attach();
  const { screen } = attached;
  await openTab(attached);
  screen.press('job.sample-threads');
  await screen.job.shows('samples so far');
  screen.press('job.open-stacks');
  await screen.job.shows(
    /^ {2}Trouble\$Store\.fetch, in Thread\.sleep 100% of the samples ─/m,
    /^ {2}Stack 1 of 1 \d+ samples? TIMED_WAITING \d frames ─/m,
    /at Trouble\$Store\.fetch\(Trouble\.java:186\)/,
    /… 2 library frames/,
  );
  await screen.job.showsNo('StreamTask.invoke');
  screen.press('job.unfold-stacks');
  await screen.job.shows('at org.apache.flink.streaming.runtime.tasks.StreamTask.invoke(StreamTask.java:959)');
  screen.press('job.close');
  await screen.job.shows('samples so far');
  screen.press('job.close');
});

test('t on a subtask, and t on a vertex of the overview for its busiest subtask, sample at once', async () => {
  const { screen } = await attach();
  screen.commandLine.run('subtasks orders work');
  await screen.job.shows(/^▶ +2 running/m);
  screen.press('job.sample-subtask');
  await screen.job.shows('work (2/2)', 'samples so far');
  screen.press('job.close');
  await screen.job.shows('Stopped after');
  screen.press('job.previous-tab');
  screen.press('job.previous-tab');
  await screen.job.shows('[Overview]', /^▶.* work /m);
  screen.press('job.sample-vertex');
  await screen.job.shows('[Threads]', 'work (2/2)', '1/20 thread dumps');
  screen.press('job.previous-tab');
  screen.press('job.previous-tab');
  await screen.job.shows('[Overview]', /^▶.* work /m);
  screen.press('job.sample-vertex');
  await screen.job.shows('[Threads]', 'work (2/2)', 'samples so far');
  screen.press('job.close');
});

test('the typed command opens the tab and samples the subtask', async () => {
  const { screen } = await attach();
  screen.commandLine.run('threads orders work 1');
  await screen.job.shows(
    'work (1/2) taskmanager-1-1',
    /Waiting for input \(mailbox\) for 100% of the \d samples? so far/,
  );
  screen.press('job.close');
  await screen.job.shows('Stopped after');
});

test('with an option, the typed command shows a text; without a job, it says what is missing', async () => {
  const { screen, dumpedAt } = await attach();
  screen.commandLine.run('threads');
  await screen.result.shows('threads requires a JOB');
  await screen.result.press('text.close');
  await screen.result.isClosed();
  screen.commandLine.run('threads orders --type on-cpu');
  await screen.result.shows('--type requires --flame-graph');
  await screen.result.press('text.close');
  await screen.result.isClosed();
  screen.commandLine.run('threads orders work 2 --count 1');
  await screen.result.shows('work (2/2) of orders on my-first-flink-cluster-taskmanager-1-2, 1 thread dump');
  assert.equal(dumpedAt.length, 1);
});

test('a TaskManager that is gone, or an access that is denied, ends the sampling with the reason and keeps the samples', async () => {
  for (const [kind, message] of [
    ['not-found', 'No TaskExecutor registered under gone.'],
    ['denied', 'access denied (403)'],
  ] as const) {
    let dumps = 0;
    const attached = await attach({
      threadDump: async (id) => {
        dumps += 1;
        if (dumps > 1) throw new FlinkError(kind, message);
        return dumpOf(id);
      },
    });
    const { screen, dumpedAt } = attached;
    await openTab(attached);
    screen.press('job.sample-threads');
    await screen.job.shows(`Failed after 1 thread dump`, message, 'Trouble$Store.fetch, in Thread.sleep');
    assert.equal(dumpedAt.length, 2);
  }
});

test('a second sampling waits for the first: one JVM is paused at a time', async () => {
  const attached = await attach();
  const { screen } = attached;
  await openTab(attached);
  screen.press('job.sample-threads');
  await screen.job.shows('1/20 thread dumps');
  screen.commandLine.run('threads orders source 1');
  await screen.message(/thread dumps, \ds · wait: the threads of work \(2\/2\) are being sampled$/);
});

test('a sampling goes on without its tab, takes 20 dumps at most twice a second, and says its result', async () => {
  const attached = await attach();
  const { screen, dumpedAt } = attached;
  await openTab(attached);
  screen.press('job.sample-threads');
  await screen.job.shows('1/20 thread dumps');
  screen.press('job.previous-tab');
  screen.press('job.previous-tab');
  await screen.job.shows('[Overview]');
  await screen.message(/Threads of work.*: \d+\/20 thread dumps/);
  await eventually('20 dumps', () => dumpedAt.length === 20);
  await screen.message('work (2/2): Waits in Trouble$Store.fetch for 100% of the 20 samples');
  const gaps = dumpedAt.slice(1).map((at, index) => at - (dumpedAt[index] ?? 0));
  assert.ok(
    gaps.every((gap) => gap > 490),
    `${gaps}`,
  );
  screen.press('job.next-tab');
  screen.press('job.next-tab');
  await screen.job.shows(/20 thread dumps in 1\d s, .* ago\)\. t samples again/);
  assert.equal(dumpedAt.length, 20);
});

const known = (value: unknown) => ({ value, readAt: Date.now(), failure: undefined });

const graph: FlameGraph = {
  state: 'sampled',
  sampledAt: Date.now(),
  root: {
    name: 'root',
    value: 100,
    children: [
      {
        name: 'java.lang.Thread.run:840',
        value: 100,
        children: [
          {
            name: 'Trouble$Work.map:230',
            value: 80,
            children: [{ name: 'java.lang.Thread.sleep:-2', value: 80, children: [] }],
          },
          { name: 'org.apache.flink.Mailbox.take:161', value: 20, children: [] },
        ],
      },
    ],
  },
};

test('where Flink has flame graphs, f draws one: cursor, zoom, and threads by state', async () => {
  const types: string[] = [];
  const attached = await attach({
    flinkOptions: new Map([['rest.flamegraph.enabled', 'true']]),
    flameGraph: async (_job, _vertex, { type }) => {
      types.push(type);
      return types.length === 1
        ? { state: 'waiting' }
        : type === 'on_cpu'
          ? { ...graph, root: { ...graph.root, value: 0, children: [] } }
          : graph;
    },
    size: { columns: 80, rows: 24 },
  });
  const { screen } = attached;
  await openTab(attached);
  await screen.job.shows("f shows Flink's flame graph of the vertex");
  assert.deepEqual(types, []);
  screen.press('job.flame-graph');
  await screen.job.shows('Flink samples the threads of the vertex: 100 samples in 5 s');
  screen.press('job.flame-sample');
  await screen.job.shows(
    /^ {2}▶100% all samples ─+/m,
    /^ {2}│100% Thread\.run ─+/m,
    /^ {2}│80% Trouble\$Work\.map ─+│20% Mailbox\.t…/m,
    /100%: 100 samples of 100/,
  );
  screen.terminal.keys('\u001b[B');
  screen.terminal.keys('\u001b[B');
  await screen.job.shows(
    /▶80% Trouble\$Work\.map/,
    '80%: 80 samples of 100, 80% of its caller',
    'Trouble$Work.map:230',
  );
  screen.press('job.flame-right');
  await screen.job.shows(/▶20% Mailbox\.t…/);
  screen.press('job.flame-left');
  screen.press('job.flame-zoom');
  await screen.job.shows(/^ {2}▶80% Trouble\$Work\.map ─+$/m, /^ {2}│80% Thread\.sleep ─+$/m);
  screen.press('job.close');
  await screen.job.shows(/│20% Mailbox\.t…/);
  screen.press('job.flame-type');
  await screen.job.shows('on-CPU: running threads', 'No sample has a thread in these states');
});

test('if Flink answers with old samples and starts new ones, the flame graph is read until they are there', () => {
  const requestedAt = 1_000_000;
  const intervalFor = (sampledAt: number, serverNow = requestedAt) => {
    const readings: Readings = new Map([
      [jobDetail(jobId).key, known({ ...jobOverview({ name: 'orders', id: jobId }), vertices })],
      [flameGraph(jobId, 'work', 'full').key, known({ ...graph, sampledAt })],
    ]);
    const screen = screenInMemory();
    screen.store.setState({ serverNow, snapshot: sessionSnapshot({ readings }) });
    const page = { ...newJobPage(jobId), vertexId: 'work' };
    const threads = { ...page.threads, flame: openFlame(requestedAt) };
    const needed = threadsTab.readings(screen.store.getState(), { ...page, threads }, { width: 80, height: 20 });
    return needed.find(({ key }) => key === flameGraph(jobId, 'work', 'full').key)?.intervalMs;
  };
  assert.equal(intervalFor(requestedAt - 60_000), 5000);
  assert.equal(intervalFor(requestedAt - 59_000), Number.POSITIVE_INFINITY);
  assert.equal(intervalFor(requestedAt + 5000), Number.POSITIVE_INFINITY);
  // The JobManager's clock is wrong, or its interval is longer.
  assert.equal(intervalFor(requestedAt - 90_000, requestedAt + 60_000), Number.POSITIVE_INFINITY);
});

test('in a flame graph, the cursor only goes to boxes that are drawn', () => {
  const { store } = screenInMemory();
  const sleep = { name: 'java.lang.Thread.sleep:-2', value: 1, children: [] };
  const take = { name: 'org.apache.flink.Mailbox.take:161', value: 1, children: [] };
  const root = { name: 'root', value: 100, children: [{ name: 'Work.map:230', value: 99, children: [sleep] }, take] };
  const readings: Readings = new Map([
    [jobDetail(jobId).key, known({ ...jobOverview({ name: 'orders', id: jobId }), vertices })],
    [flameGraph(jobId, 'work', 'full').key, known({ ...graph, root })],
  ]);
  store.setState({ snapshot: sessionSnapshot({ readings }) });
  const page = { ...newJobPage(jobId), vertexId: 'work' };
  const at = (cursor: string) => ({ ...page, threads: { ...page.threads, flame: { ...openFlame(0), cursor } } });
  const narrow = { width: 44, height: 20 };
  assert.equal(moveInFlame(store.getState(), at(''), { kind: 'end' }, narrow), '/0');
  assert.equal(boxBeside(store.getState(), at('/0'), 1, narrow), undefined);
  assert.equal(boxBeside(store.getState(), at('/0'), 1, { ...narrow, width: 120 }), '/1');
});

test('a screen reader gets the flame graph as a tree: each row is a frame with its share', async () => {
  const readings: Readings = new Map([
    [jobDetail(jobId).key, known({ ...jobOverview({ name: 'orders', id: jobId }), vertices })],
    [flameGraph(jobId, 'work', 'full').key, known(graph)],
  ]);
  const screen = screenInMemory();
  screen.store.setState({ isScreenReader: true, snapshot: sessionSnapshot({ readings }) });
  const flame = { type: 'full', zoom: '', cursor: '/0/0', isUnfolded: false, requestedAt: 0 } as const;
  const page = { ...newJobPage(jobId), vertexId: 'work' };
  const { rows } = threadsTab.draw(
    screen.store.getState(),
    { ...page, threads: { ...page.threads, flame } },
    { width: 80, height: 20 },
  );
  assert.deepEqual(rows.slice(2), [
    '  100% all samples',
    '  100%  Thread.run',
    '▶  80%   Trouble$Work.map',
    '   80%    Thread.sleep',
    '   20%   Mailbox.take',
  ]);
});

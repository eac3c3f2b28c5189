import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobOverview } from '../../../src/flink/responses.ts';
import type { JobEntry, JournalEntry, LastSeenEntry } from '../../../src/session/journal/entry.ts';
import { vertexOf } from '../../support/job-vertex.ts';
import { fakeJournal } from '../../support/journal.ts';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, sessionSnapshot } from '../../support/session.ts';

/** Not a constant: in a full test run, the tests of this file start a minute after it was loaded. */
const secondsAgo = (seconds: number): number => Date.now() - seconds * 1000;
const id = 'a'.repeat(32);
const ofOrders = { job: id, jobName: 'orders' } as const;
const clusterId = 'my-first-flink-cluster';

const lastSeen = (part: Partial<LastSeenEntry> = {}): LastSeenEntry => ({
  ...{ kind: 'last-seen', at: secondsAgo(60), ...ofOrders, state: 'FAILED', startedAt: secondsAgo(3665) },
  measuredAt: secondsAgo(71.5),
  ...{ names: ['Source: orders', 'score', 'Sink: ledger'], parallelisms: [2, 4, 2], inputs: [[], [0], [1]] },
  ...{ busy: [15, 97, null], backPressured: [85, 0, 0], idle: [0, 3, 99] },
  ...{ readRecords: [0, 1234, 1234], writeRecords: [1234, 1234, 0], bottleneck: 1 },
  findings: [{ rule: 'back-pressure', severity: 'warning', text: 'score slows orders down: it is 97% busy' }],
  ...{ completed: 9, failed: 2, checkpoint: 10, pods: [`${clusterId}-taskmanager-1-1`] },
  ...part,
});
const end = (state: JobEntry['state']): JobEntry => ({ kind: 'job', at: secondsAgo(60), ...ofOrders, state });
const failure = (): JournalEntry => ({
  ...{ kind: 'failure', at: secondsAgo(61), ...ofOrders, exception: 'IOException', message: 'disk full' },
  task: 'score (1/4) - execution #0',
  isFinal: true,
});
const checkpoint = (number: number): JournalEntry => ({
  ...{ kind: 'checkpoint', at: secondsAgo(80 - number), ...ofOrders, id: number, outcome: 'completed' },
  ...{ durationMs: 400, bytes: 1_048_576 },
});

const vertex = (name: string, inputs: readonly string[] = []) =>
  vertexOf(name, inputs, { status: 'FAILED', tasks: { failed: 2 } });
const vertices = [vertex('Source: orders'), vertex('score', ['Source: orders']), vertex('Sink: ledger', ['score'])];

type Options = {
  /** Flink lists this job. */
  readonly listed?: JobOverview;
  readonly size?: { readonly columns: number; readonly rows: number };
};

/** Attaches to a session. */
async function attachWith(entries: readonly JournalEntry[], { listed, size }: Options = {}) {
  const other = jobOverview({ name: 'clicks', id: 'b'.repeat(32) });
  const session = fakeSession(sessionSnapshot({ jobs: listed === undefined ? [other] : [listed, other] }), {
    job: async () => ({ ...(listed ?? other), vertices }),
    exceptions: async () => [],
    checkpoints: async () => ({ enabled: false }),
  });
  const journal = fakeJournal(entries, [{ from: secondsAgo(7200), until: Date.now() }]);
  const source = { attach: async () => ({ ...session, journal }) };
  const screen = openScreen({ target: { clusterId }, source }, size ?? { columns: 120, rows: 40 });
  await screen.jobs.contains('clicks');
  return { screen, session };
}

const failed = () =>
  jobOverview({ name: 'orders', id, state: 'FAILED', startTime: secondsAgo(3660), endTime: secondsAgo(60) });

test('an ended job shows its last load, muted, with its time, and what was wrong before the end', async () => {
  const { screen } = await attachWith([end('FAILED'), lastSeen()], { listed: failed() });
  screen.commandLine.run('job orders');
  await screen.job.shows(
    /FAILED .*ended \d\d:\d\d:\d\d \(1m ago\) after 1h/,
    /ran on taskmanager-1-1/,
    /Before end +▲ score slows orders down: it is 97% busy/,
    /load as last seen at \d\d:\d\d:\d\d, 11s before the end/,
    /^ +● +Source: orders +2 █+▒+ +15% +85% +0% +1\.2k\/s failed$/m,
    /^▶ ● +score +2 █+ +97% +0% +3% +1\.2k\/s +1\.2k\/s was bottleneck, failed$/m,
    /^ +● +Sink: ledger +2 ░+ +– +0% +99% +1\.2k\/s +failed$/m,
  );
});

test('a job that Flink no longer knows shows what the journal has of it, and needs no request', async () => {
  const { screen, session } = await attachWith([
    checkpoint(9),
    checkpoint(10),
    failure(),
    end('LOST'),
    lastSeen({ state: 'LOST' }),
  ]);
  screen.commandLine.run('job orders');
  await screen.job.isTitled('2 Jobs › orders');
  await screen.job.shows(
    /LOST +Flink no longer knows the job +lost \d\d:\d\d:\d\d \(1m ago\) after 1h/,
    /checkpoints 9 completed, 2 failed, last #10/,
    /Failure +\d\d:\d\d:\d\d \(1m ago\) +IOException: disk full, in score \(1\/4\)/,
    /load as last seen at \d\d:\d\d:\d\d, 11s before the job was lost/,
    /^▶ ● +score +4 █+ +97% +0% +3% +1\.2k\/s +1\.2k\/s was bottleneck$/m,
    /from the journal/,
  );
  assert.deepEqual(session.needs(), ['jobs']);
  screen.press('job.next-tab');
  await screen.job.shows(/\[Subtasks\]/, /Flink no longer knows orders, which is LOST/, /\[ \] go to the overview/);
  for (const title of ['Threads', 'Event time']) {
    screen.press('job.next-tab');
    await screen.job.shows(`[${title}]`, /Flink no longer knows orders, which is LOST/);
  }
  screen.press('job.next-tab');
  await screen.job.shows(
    /\[Checkpoints\]/,
    /Counts +9 completed, 2 failed/,
    /#10 +\d\d:\d\d:\d\d +\S+ checkpoint completed +400 ms +1\.0 MiB/,
  );
  screen.press('job.next-tab');
  await screen.job.shows(/\[Exceptions\]/, /1× IOException: disk full/);
  screen.press('job.open-failure');
  await screen.job.shows(/Flink no longer knows the job\. Enter shows the log at that time\./);
  assert.deepEqual(session.needs(), ['jobs']);
});

test('t and :threads on a job that Flink no longer knows say so', async () => {
  const { screen } = await attachWith([end('LOST'), lastSeen({ state: 'LOST' })]);
  screen.commandLine.run('job orders');
  await screen.job.shows(/^▶ ● +score/m);
  screen.press('job.sample-vertex');
  await screen.message('Flink no longer knows the job');
  screen.commandLine.run('threads orders');
  await screen.job.shows('[Threads]', /Flink no longer knows orders, which is LOST/);
  assert.doesNotMatch(screen.terminal.rows().join('\n'), /press t again/);
  screen.commandLine.run('threads orders score');
  await screen.result.shows('Flink no longer knows orders');
});

test('at 80x24 the last load is visible with its time', async () => {
  const { screen } = await attachWith([failure(), end('LOST'), lastSeen({ state: 'LOST' })], {
    size: { columns: 80, rows: 24 },
  });
  screen.commandLine.run('job orders');
  await screen.job.shows(/11s before the job was lost/, /^▶ ● +score +4 .* 97% .*was bottleneck$/m);
});

test('a job whose end nobody watched says so', async () => {
  const { screen } = await attachWith([end('FAILED')], { listed: failed() });
  screen.commandLine.run('job orders');
  await screen.job.shows(/load unknown: nobody watched the end of this job/, /Source: orders +2 – /);
});

test('a job that ended too soon to be measured says so', async () => {
  const { findings: _, measuredAt: __, names: ___, ...short } = lastSeen({ busy: [], idle: [], backPressured: [] });
  const { screen } = await attachWith([end('FAILED'), short], { listed: failed() });
  screen.commandLine.run('job orders');
  await screen.job.shows(/load not measured before the end/);
});

test('a job that runs again after it was lost shows its own load', async () => {
  const running = jobOverview({ name: 'orders', id });
  const { screen } = await attachWith([end('LOST'), lastSeen({ state: 'LOST' })], { listed: running });
  screen.commandLine.run('job orders');
  await screen.job.shows(/RUNNING/, /Vertices +3/);
  await screen.job.showsNo(/last seen/);
});

test('in the timeline, the row of the end says the last load, and Enter opens the page from the journal', async () => {
  const { screen } = await attachWith([end('LOST'), lastSeen({ state: 'LOST' })]);
  screen.press('timeline.show');
  await screen.timeline.shows(
    /^▶ .*orders +✕ LOST: Flink no longer knows the job/m,
    /Load last measured at \d\d:\d\d:\d\d: slowest vertex score, 97% busy\. score slows orders down/,
  );
  screen.press('timeline.open');
  await screen.job.isTitled('2 Jobs › orders');
  await screen.job.shows(/load as last seen at/);
});

test('the command why opens the page of a job that Flink no longer knows', async () => {
  const { screen } = await attachWith([end('LOST'), lastSeen({ state: 'LOST' })]);
  screen.commandLine.run(`why ${id.slice(0, 8)}`);
  await screen.job.shows(/LOST +Flink no longer knows the job/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FailureTrace, JobFailure } from '../../../src/flink/responses.ts';
import type { JournalEntry } from '../../../src/session/journal/entry.ts';
import { fakeJournal } from '../../support/journal.ts';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';
import { type FakeSession, fakeSession, jobOverview, podRow, sessionSnapshot } from '../../support/session.ts';

/** Not a constant: in a full test run, the tests of this file start a minute after it was loaded. */
const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;
const orders = 'a'.repeat(32);
const clusterId = 'my-first-flink-cluster';
const taskManager = `${clusterId}-taskmanager-1-1`;
const jobManager = `${clusterId}-7d9c8b6f4-x2x9k`;
const task = 'Source: orders -> enrich (1/2) - execution #3';

const timedOut = (at: number, part: Partial<JobFailure> = {}): JobFailure => ({
  at,
  exception: 'SocketTimeoutException',
  message: `Read timed out after ${at % 1000} ms`,
  task,
  pod: taskManager,
  concurrent: [],
  isFinal: false,
  ...part,
});
const diskFull = (at: number): JobFailure => ({ ...timedOut(at), exception: 'IOException', message: 'disk full' });
const traceOf = ({ at, task: name, message }: JobFailure): FailureTrace => ({
  at,
  task: name,
  lines: [
    'java.lang.IllegalStateException: giving up',
    '\tat com.example.Enrich.map(Enrich.java:76)',
    '\tat org.apache.flink.streaming.Task.run(Task.java:5)',
    '\tat java.base/java.lang.Thread.run(Thread.java:840)',
    `Caused by: java.net.SocketTimeoutException: ${message}`,
    '\tat com.example.Client.find(Client.java:44)',
    '\t... 2 more',
  ],
});

type Options = {
  readonly listed?: readonly JobFailure[];
  readonly traces?: readonly FailureTrace[];
  readonly recorded?: readonly JournalEntry[];
  readonly size?: { readonly columns: number; readonly rows: number };
  readonly goneTaskManager?: boolean;
};

/** Attaches to a session with one job, and opens its failures with E. */
async function openExceptions({
  listed = [],
  traces = listed.map(traceOf),
  recorded,
  size = { columns: 120, rows: 40 },
  goneTaskManager = false,
}: Options) {
  const goneAt = goneTaskManager ? minutesAgo(1) : undefined;
  const pods = [podRow({ name: jobManager, role: 'jobmanager' }), podRow({ name: taskManager, goneAt })];
  const session = fakeSession(sessionSnapshot({ jobs: [jobOverview({ name: 'orders', id: orders })], pods }), {
    exceptions: async () => listed,
    failureTraces: async () => traces,
    checkpoints: async () => ({ enabled: false }),
    job: async () => ({ ...jobOverview({ name: 'orders', id: orders }), vertices: [] }),
  });
  const journal = recorded && fakeJournal(recorded, [{ from: minutesAgo(120), until: Date.now() }]);
  const source = { attach: async () => ({ ...session, journal }) };
  const screen = openScreen({ target: { clusterId }, source }, size);
  await screen.jobs.contains('orders');
  screen.press('job.exceptions');
  await screen.job.shows('[Exceptions]');
  return { screen, session, journal };
}

const entryOf = ({ concurrent: _, isFinal: __, ...failure }: JobFailure): JournalEntry =>
  JSON.parse(JSON.stringify({ kind: 'failure', job: orders, jobName: 'orders', ...failure }));

/** Writes the log of a failure as Flink does, and lines before and after it. */
function writeLog(session: FakeSession, pod: string, { at, message }: JobFailure, head: string) {
  const log = session.logs.open({ uid: `uid-${pod}`, pod, container: 'flink-main-container' });
  const line = (time: number, text: string) => `${new Date(time).toISOString()} ${text}\n`;
  const logged = (time: number, level: string, text: string) =>
    line(
      time,
      `${new Date(time).toISOString().slice(0, 23).replace('T', ' ').replace('.', ',')} ${level} x.Y [] - ${text}`,
    );
  const trace = ['java.lang.IllegalStateException: giving up', '\tat com.example.Enrich.map(Enrich.java:76)'];
  const cause = `Caused by: java.net.SocketTimeoutException: ${message}`;
  log.write(
    Buffer.from(
      [
        logged(at - 120_000, 'INFO ', 'long before'),
        logged(at - 15, 'WARN ', head),
        ...[...trace, cause].map((text) => line(at - 15, text)),
        // Another task fails for the same reason, nearer to the time that Flink states.
        logged(at - 5, 'WARN ', 'other (1/1)#3 switched from RUNNING to FAILED with failure cause:'),
        ...[...trace, cause].map((text) => line(at - 5, text)),
        logged(at + 50, 'INFO ', 'restarting'),
        logged(at + 60_000, 'INFO ', 'much later'),
      ].join(''),
    ),
  );
  return log;
}
const failedHead = 'Source: orders -> enrich (1/2)#3 switched from RUNNING to FAILED with failure cause:';

test('E groups the failures by root cause, the one with the newest failure first', async () => {
  const now = Date.now();
  const concurrent = [{ ...diskFull(now), task: 'sink (1/1) - execution #3' }];
  const listed = [timedOut(now - 300_000), diskFull(now - 200_000), timedOut(now - 120_000, { concurrent })];
  const { screen } = await openExceptions({ listed, size: { columns: 160, rows: 40 } });
  await screen.job.shows(
    /^ 3 failures, 2 root causes · Flink keeps the last 16$/m,
    /^▶ 2× SocketTimeoutException: Read timed out after \d+ ms$/m,
    /^ +last \S+ \(2m ago\) · first \S+ \(5m ago\) · in Source: orders \(1\/2\) on taskmanager-1-1 · \+1 concurrent in sink/m,
    /^ {2}1× IOException: disk full$/m,
    /^ SocketTimeoutException 2 failures, newest first/m,
    /^ +\S+ 2m ago in Source: orders \(1\/2\) on taskmanager-1-1 · \+1 concurrent in sink \(1\/1\)$/m,
  );
});

test('at 80x24 the place has a row of its own', async () => {
  const { screen } = await openExceptions({ listed: [timedOut(minutesAgo(3))], size: { columns: 80, rows: 24 } });
  await screen.job.shows(
    /^▶ 1× SocketTimeoutException/m,
    /^ +last \S+ \(3m ago\)$/m,
    /^ +in Source: orders \(1\/2\) on taskmanager-1-1$/m,
  );
});

test('the journal goes back further than Flink, and a failure that both have is one', async () => {
  const [old, both] = [timedOut(minutesAgo(90)), timedOut(minutesAgo(5))];
  const { screen, journal } = await openExceptions({ listed: [both], recorded: [entryOf(old), entryOf(both)] });
  await screen.job.shows(
    /^ 2 failures, 1 root cause · recorded since \S+( \S+)? \(2h ago\), Flink keeps the last 16$/m,
  );
  journal?.add(entryOf(diskFull(minutesAgo(1))));
  await screen.job.shows(/^▶ 1× IOException: disk full$/m, /^ {2}2× SocketTimeoutException/m);
});

test('without failures the tab says how far back it knows', async () => {
  const { screen } = await openExceptions({ recorded: [] });
  await screen.job.shows(
    'No failures',
    'Flink lists none. It keeps the last 16 since the JobManager started.',
    /None was recorded since \S+( \S+)? \(2h ago\), when recording began\./,
  );
  screen.press('job.open-failure');
  await screen.message('no failure under the cursor');
});

test('a failure without a task is one of the JobMaster, and a final one ended the job', async () => {
  const final = timedOut(minutesAgo(3), { task: undefined, pod: undefined, isFinal: true });
  const { screen } = await openExceptions({ listed: [final] });
  await screen.job.shows(/in the JobMaster · ended the job$/m);
  screen.press('job.open-failure');
  await screen.job.shows(
    /^ Task none: the JobMaster failed the job$/m,
    /^ Result the job ended: it was not restarted$/m,
  );
});

test('Enter shows the folded stack trace, u unfolds it, and Esc goes back to the list', async () => {
  const { screen } = await openExceptions({ listed: [timedOut(minutesAgo(3))] });
  await screen.job.shows(/^▶ 1× SocketTimeoutException/m);
  screen.press('job.open-failure');
  await screen.job.isTitled('2 Jobs › orders › SocketTimeoutException');
  await screen.job.shows(
    /^ Time \S+ \(3m ago\)$/m,
    /^ Task Source: orders -> enrich \(1\/2\), attempt 3$/m,
    /^ Pod taskmanager-1-1$/m,
    /^ Stack trace 7 lines, 3 library frames folded/m,
    /^ java\.lang\.IllegalStateException: giving up\n +at com\.example\.Enrich\.map\(Enrich\.java:76\)\n +… 2 library frames$/m,
    /^ Caused by: java\.net\.SocketTimeoutException: Read timed out/m,
  );
  screen.press('job.unfold-trace');
  await screen.job.shows(/^ +at java\.lang\.Thread\.run\(Thread\.java:840\)$/m, 'library frames shown');
  screen.press('job.close');
  await screen.job.shows(/^▶ 1× SocketTimeoutException/m);
});

test('← and → go through the failures of a root cause, and traces are read only while one is shown', async () => {
  const listed = [timedOut(minutesAgo(9)), timedOut(minutesAgo(6)), timedOut(minutesAgo(3))];
  const { screen, session } = await openExceptions({ listed });
  await screen.job.shows(/^▶ 3× SocketTimeoutException/m);
  const traces = () => session.needs().includes(`failure-traces/${orders}`);
  assert.equal(traces(), false);
  screen.press('job.open-failure');
  await screen.job.shows(/\(3m ago\), 1 of 3, newest first$/m);
  assert.equal(traces(), true);
  screen.press('job.newer-failure');
  await screen.message('this is the newest failure');
  screen.press('job.older-failure');
  await screen.job.shows(/\(6m ago\), 2 of 3, newest first$/m);
  screen.press('job.older-failure');
  await screen.job.shows(/\(9m ago\), 3 of 3, newest first$/m);
  screen.press('job.close');
  await screen.job.shows(/^▶ 3× SocketTimeoutException/m);
  assert.equal(traces(), false);
});

test('the shown failure stays the same when a newer one comes', async () => {
  const { screen, journal } = await openExceptions({ recorded: [entryOf(timedOut(minutesAgo(5)))] });
  await screen.job.shows(/^▶ 1× SocketTimeoutException/m);
  screen.press('job.open-failure');
  await screen.job.shows(/\(5m ago\)$/m);
  journal?.add(entryOf(timedOut(minutesAgo(1))));
  await screen.job.shows(/\(5m ago\), 2 of 2, newest first$/m);
});

test('if Flink no longer keeps a stack trace, the tab says so, and Enter still shows the log', async () => {
  const old = timedOut(minutesAgo(50));
  const listed = [diskFull(minutesAgo(1))];
  const { screen, session } = await openExceptions({ listed, recorded: [entryOf(old)] });
  writeLog(session, taskManager, old, failedHead);
  await screen.job.shows(/^ {2}1× SocketTimeoutException/m);
  screen.type('j');
  await screen.job.shows(/^▶ 1× SocketTimeoutException/m);
  screen.press('job.open-failure');
  await screen.job.shows('Flink no longer has it: it keeps the last 16 failures', 'Enter shows the log at that time.');
  screen.press('job.failure-log');
  await screen.logs.contains(/▶Caused by: java\.net\.SocketTimeoutException/);
});

/** The line under the cursor belongs to the event with the failed task. */
async function isOnFailedTask({ logs }: Awaited<ReturnType<typeof openExceptions>>['screen']) {
  await logs.contains(
    /enrich \(1\/2\)#3[^\n]*\n java\.lang\.IllegalStateException: giving up[^\n]*\n▶Caused by: java\.net\.SocketTimeoutException: Read timed out/,
  );
}

test('Enter in the stack trace goes to the line of the exception, of the right task', async () => {
  const failure = timedOut(minutesAgo(5));
  const { screen, session } = await openExceptions({ listed: [failure] });
  writeLog(session, taskManager, failure, failedHead);
  await screen.job.shows(/^▶ 1× SocketTimeoutException/m);
  screen.press('job.open-failure');
  await screen.job.shows('Caused by');
  screen.press('job.failure-log');
  await screen.logs.isTitled('3 Logs of taskmanager-1-1');
  await isOnFailedTask(screen);
});

test('lines that are read after the log was opened are still found', async () => {
  const failure = timedOut(minutesAgo(5));
  const { screen, session } = await openExceptions({ listed: [failure] });
  await screen.job.shows(/^▶ 1× SocketTimeoutException/m);
  screen.press('job.open-failure');
  await screen.job.shows('Caused by');
  screen.press('job.failure-log');
  await screen.message(/^Waiting for the lines of \S+ UTC$/);
  writeLog(session, taskManager, failure, failedHead);
  await isOnFailedTask(screen);
});

test('older lines are read if the log does not reach back to the failure', async () => {
  const failure = timedOut(minutesAgo(50));
  const { screen, session } = await openExceptions({ listed: [failure] });
  const key = `uid-${taskManager}/flink-main-container`;
  const log = session.logs.open({ uid: `uid-${taskManager}`, pod: taskManager, container: 'flink-main-container' });
  const newest = `${new Date(minutesAgo(1)).toISOString()} newest line\n`;
  log.write(Buffer.from(newest));
  const older = new Date(failure.at - 10).toISOString();
  const lines = [
    `${new Date(minutesAgo(55)).toISOString()} first`,
    `${older} SocketTimeoutException: ${failure.message}`,
  ];
  session.wholeLogs.set(key, [Buffer.from(`${lines.join('\n')}\n${newest}`)]);
  await screen.job.shows(/^▶ 1× SocketTimeoutException/m);
  screen.press('job.open-failure');
  await screen.job.shows('Caused by');
  screen.press('job.failure-log');
  await screen.logs.contains(/▶SocketTimeoutException: Read timed out/);
});

test('moving the cursor cancels a jump that still waits for its lines', async () => {
  const failure = timedOut(minutesAgo(5));
  const { screen, session } = await openExceptions({ listed: [failure] });
  const log = session.logs.open({ uid: `uid-${taskManager}`, pod: taskManager, container: 'flink-main-container' });
  log.write(
    Buffer.from(`${new Date(minutesAgo(59)).toISOString()} early\n${new Date(minutesAgo(58)).toISOString()} second\n`),
  );
  await screen.job.shows(/^▶ 1× SocketTimeoutException/m);
  screen.press('job.open-failure');
  await screen.job.shows('Caused by');
  screen.press('job.failure-log');
  await screen.message(/^Waiting for the lines/);
  screen.type('k');
  await screen.logs.contains('▶early');
  writeLog(session, taskManager, failure, failedHead);
  await screen.logs.isTitled(/paused, [1-9]\d* new/);
  await screen.logs.contains('▶early');
});

test('going to the end cancels the jump as well', async () => {
  const failure = timedOut(minutesAgo(5));
  const { screen, session } = await openExceptions({ listed: [failure] });
  await screen.job.shows(/^▶ 1× SocketTimeoutException/m);
  screen.press('job.open-failure');
  await screen.job.shows('Caused by');
  screen.press('job.failure-log');
  await screen.message(/^Waiting for the lines/);
  screen.type('G');
  writeLog(session, taskManager, failure, failedHead);
  await screen.logs.contains('much later');
  await screen.logs.isTitled(/^3 Logs of taskmanager-1-1$/);
  await screen.noMessage(/^Waiting for the lines/);
});

test('if the TaskManager is gone and its log was not read, Enter shows the log of the JobManager and says why', async () => {
  const failure = timedOut(minutesAgo(5));
  const { screen, session } = await openExceptions({ listed: [failure], goneTaskManager: true });
  writeLog(
    session,
    jobManager,
    failure,
    'Source: orders -> enrich (1/2) (#3) switched from RUNNING to FAILED on 10.0.0.1.',
  );
  await screen.job.shows(/^▶ 1× SocketTimeoutException/m);
  screen.press('job.open-failure');
  await screen.job.shows('Caused by');
  screen.press('job.failure-log');
  await screen.logs.isTitled('3 Logs of 7d9c8b6f4-x2x9k');
  await screen.logs.contains(/enrich[^\n]*\n java[^\n]*\n▶Caused by: java\.net\.SocketTimeoutException/);
  await screen.message('Log of the JobManager: taskmanager-1-1 is gone, and its log was not read');
});

test('a failure without a pod is in the log of the JobManager', async () => {
  const failure = timedOut(minutesAgo(5), { task: undefined, pod: undefined });
  const { screen, session } = await openExceptions({ listed: [failure] });
  writeLog(session, jobManager, failure, 'Job orders switched from state RUNNING to FAILING.');
  await screen.job.shows(/^▶ 1× SocketTimeoutException/m);
  screen.press('job.open-failure');
  await screen.job.shows('Caused by');
  screen.press('job.failure-log');
  await screen.logs.contains(/▶Caused by: java\.net\.SocketTimeoutException/);
  await screen.message('Log of the JobManager: the failure names no TaskManager');
});

test('exceptions JOB on the command line opens the tab', async () => {
  const { screen } = await openExceptions({ listed: [timedOut(minutesAgo(3))] });
  screen.press('job.close');
  await screen.jobs.contains('orders');
  screen.commandLine.run('exceptions orders');
  await screen.job.shows('[Exceptions]', /^▶ 1× SocketTimeoutException/m);
});

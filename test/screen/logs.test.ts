import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeSession, podRow, sessionSnapshot } from '../support/session.ts';
import { openTerminal } from '../support/terminal.ts';
import { failure, head, openLogs, taskManager } from './open-logs.ts';

test('follows the end; when paused, keeps the view and counts new lines', async () => {
  const { terminal, writeMany } = await openLogs();
  writeMany(1, 50);
  await terminal.sees('line 50.');
  terminal.keys('f');
  await terminal.sees('paused, 0 new');
  await terminal.sees('▶line 50.');
  writeMany(51, 80);
  await terminal.sees('paused, 30 new');
  await terminal.sees('▶line 50.');
  assert.doesNotMatch(terminal.text(), /line 51\./);
  terminal.keys('f');
  await terminal.sees('line 80.');
  await terminal.seesNo('paused');
});

test('pauses on movement and follows again after the last line', async () => {
  const { terminal, writeMany } = await openLogs();
  writeMany(1, 50);
  await terminal.sees('line 50.');
  terminal.keys('kk');
  await terminal.sees('▶line 48.');
  await terminal.sees('paused, 0 new');
  assert.equal(terminal.styleAt('line 48.').inverse, true);
  terminal.keys('jj');
  await terminal.sees('▶line 50.');
  terminal.keys('j');
  await terminal.seesNo('paused');
  terminal.keys('g');
  await terminal.sees('▶line 1.');
  terminal.keys('G');
  await terminal.sees(' line 50.');
  await terminal.seesNo('paused');
  terminal.keys('\x1b[5~');
  await terminal.sees('paused');
  assert.doesNotMatch(terminal.text(), /line 50\./);
  terminal.keys('\x1b[6~');
  await terminal.seesNo('paused');
});

test('scrolls when the cursor reaches an edge', async () => {
  const { terminal, writeMany } = await openLogs();
  writeMany(1, 50);
  await terminal.sees('line 50.');
  terminal.keys('k'.repeat(20));
  await terminal.sees(/┃▶line 30\.[\s\S]*┃ line 31\./);
  assert.doesNotMatch(terminal.text(), /line (29|50)\./);
  terminal.keys('j'.repeat(12));
  await terminal.sees('▶line 42.');
});

test('wraps long lines or scrolls them horizontally', async () => {
  const { terminal, write } = await openLogs();
  write(`${'x'.repeat(100)}END OF IT`);
  await terminal.sees('xxxx');
  assert.doesNotMatch(terminal.text(), /END/);
  terminal.keys('w');
  await terminal.sees('END OF IT');
  await terminal.sees('wrapped');
  terminal.keys('w');
  await terminal.seesNo('END');
  terminal.keys('lll');
  await terminal.sees('END OF IT');
  await terminal.sees('from column 49');
  terminal.keys('hhh');
  await terminal.seesNo('END');
});

test('moves the cursor by log line in wrapped mode and keeps it visible', async () => {
  const { terminal, write } = await openLogs();
  for (let index = 1; index <= 12; index += 1) write(`begin ${index}. ${'x'.repeat(160)} end ${index}.`);
  await terminal.sees('begin 12.');
  terminal.keys('w');
  await terminal.sees('end 12.');
  for (let index = 12; index >= 1; index -= 1) {
    terminal.keys('k');
    if (index > 1) await terminal.sees(`▶begin ${index - 1}. `);
  }
  terminal.keys('jj');
  await terminal.sees('▶begin 3. ');
  terminal.keys('G');
  await terminal.sees('end 12.');
});

test('shows gaps, connection errors and ends of logs', async () => {
  const { terminal, log, write } = await openLogs();
  write('before');
  log.markGap('3 s are missing: the connection broke');
  write('after');
  await terminal.sees(/before[\s\S]*┄┄ 3 s are missing: the connection broke ┄┄[\s\S]*after/);
  log.setState({ state: 'ended', reason: 'the pod is gone' });
  await terminal.sees(/3 Logs of .* the pod is gone ━┓/);
  log.setState({ state: 'waiting', reason: 'connection refused', nextTryAt: Date.now() + 60_000 });
  await terminal.sees(/connection refused, retry in (59s|1m)/);
});

test('merges several pods by time, each with its own colour', async () => {
  const { terminal, write, writeOther } = await openLogs();
  write('first');
  writeOther(1.5, 'second');
  write('third');
  terminal.keys('\x1b1 j ');
  await terminal.sees(/tm-1-1 first[\s\S]*tm-1-2 second[\s\S]*tm-1-1 third/);
  const colourOf = (text: string) => {
    const row = terminal.rows().findIndex((line) => new RegExp(`tm-1-\\d ${text}`).test(line));
    const column = terminal.rows()[row]?.indexOf('tm-') ?? -1;
    return terminal.terminal.buffer.active.getLine(row)?.getCell(column)?.getFgColor();
  };
  assert.equal(colourOf('first'), colourOf('third'));
  assert.notEqual(colourOf('first'), colourOf('second'));
});

test('selects all pods or none', async () => {
  const { terminal, write, writeOther } = await openLogs();
  write('one of the first');
  writeOther(2, 'one of the second');
  terminal.keys('\x1b1a');
  await terminal.sees('3 Logs of 3 pods');
  await terminal.sees(/one of the first[\s\S]*one of the second/);
  terminal.keys('a');
  await terminal.sees('3 Logs of taskmanager-1-1');
});

test("shortens lines in Flink's default layout unless wrapped", async () => {
  const { terminal, write } = await openLogs();
  write(head('INFO', 'runtime.checkpoint.CheckpointCoordinator', 'Completed checkpoint 7'));
  await terminal.sees('00:15:43 INFO  CheckpointCoordinator - Completed checkpoint 7');
  terminal.keys('w');
  await terminal.sees('2026-11-24 00:15:43,058 INFO  org.apache.flink.runtime.checkpoint.Check');
});

test('formats JSON lines like other lines', async () => {
  const { terminal, write } = await openLogs();
  write(
    '{"@timestamp":"2026-11-24T00:15:43.058Z","log.level":"WARN","log.logger":"org.apache.flink.Task","message":"slow"}',
  );
  await terminal.sees('00:15:43 WARN  Task - slow');
  terminal.keys('w');
  await terminal.sees('"@timestamp":"2026-11-24');
});

test('folds stack traces to exceptions with frame counts until unfolded', async () => {
  const { terminal, write, writeAtOnce } = await openLogs({ rows: 40 });
  writeAtOnce(...failure);
  write('next line');
  await terminal.sees(
    /IllegalStateException: broken \+3 frames[\s\S]*Caused by: .*Disk full \+12 frames[\s\S]*next line/,
  );
  assert.doesNotMatch(terminal.text(), /Job\.java/);
  terminal.keys('u');
  await terminal.sees('select a line first');
  terminal.keys('k');
  await terminal.sees('▶Caused by');
  terminal.keys('u');
  await terminal.sees('Job.third(Job.java:3)');
  await terminal.seesNo('frames');
  terminal.keys('u');
  await terminal.sees('+12 frames');
  terminal.keys('U');
  await terminal.sees('Disk.java:9');
  await terminal.sees('paused, 0 new · unfolded');
  terminal.keys('U');
  await terminal.seesNo('Disk.java');
  await terminal.sees('▶Caused by');
});

test('warns when logs are only kept in memory', async () => {
  const { session, terminal } = await openLogs();
  const logs = { ...session.logs, failure: 'no space left on the disk: logs are only kept in memory' };
  const failing = { ...session, logs };
  const other = openTerminal({
    target: { clusterId: 'my-first-flink-cluster' },
    source: { attach: async () => failing, find: async () => [] },
  });
  await terminal.sees('3 Logs');
  session.logs.open({ uid: 'u', pod: 'p', container: 'flink-main-container' }).markGap('something changes');
  await other.sees('no space left on the disk: logs are only kept in memory');
});

test('shows times as written, in UTC, local, as age or in full', async () => {
  const { terminal, write } = await openLogs();
  write(head('INFO', 'Task', 'one'), 'printed');
  const second = new Date(1000);
  const twoDigits = (number: number) => String(number).padStart(2, '0');
  const local = [second.getHours(), second.getMinutes(), second.getSeconds()].map(twoDigits).join(':');
  await terminal.sees('00:15:43 INFO  Task - one');
  terminal.keys('t');
  await terminal.sees(/00:00:01\.000Z INFO {2}Task - one[\s\S]*00:00:02\.000Z printed/);
  await terminal.sees('UTC');
  terminal.keys('t');
  await terminal.sees(`${local}.000 INFO`);
  terminal.keys('t');
  await terminal.sees(/\d+d\d*h? INFO/);
  terminal.keys('t');
  await terminal.sees('1970-01-01T00:00:01.000Z INFO');
  terminal.keys('t');
  await terminal.sees('00:15:43 INFO');
});

test('hides and shows columns', async () => {
  const { terminal, write } = await openLogs();
  write(head('INFO', 'Task', 'one'));
  await terminal.sees('00:15:43 INFO  Task - one');
  terminal.keys('c');
  await terminal.sees('[x] time');
  terminal.keys('\r');
  await terminal.sees('[ ] time');
  terminal.keys('jjj\r');
  await terminal.sees('[ ] logger');
  terminal.keys('\x1b');
  await terminal.seesNo('━ Columns');
  await terminal.sees('┃ INFO  one');
  terminal.keys('c');
  await terminal.sees('▶ [ ] time');
  terminal.keys('\r');
  await terminal.sees('[x] time');
  terminal.keys('\x1b');
  await terminal.seesNo('━ Columns');
  await terminal.sees('┃ 00:15:43 INFO  one');
});

test("shows the leader's log until the cursor moves, even if the leader is known late", async () => {
  const pods = ['first', 'second'].map((name) =>
    podRow({ name: `my-first-flink-cluster-${name}`, role: 'jobmanager', status: 'standby' }),
  );
  const session = fakeSession(sessionSnapshot({ pods, leader: undefined, highAvailability: true }));
  const target = { clusterId: 'my-first-flink-cluster' };
  const terminal = openTerminal({ target, source: { attach: async () => session, find: async () => [] } });
  await terminal.sees('3 Logs of first');
  const [first, second] = pods;
  assert.ok(first && second);
  session.change({ leader: second.name, pods: [{ ...second, status: 'leader' }, first] });
  await terminal.sees('3 Logs of second');
  session.change({ leader: first.name, pods: [{ ...first, status: 'leader' }, second] });
  await terminal.sees(/first +★ leader[\s\S]*second/);
  assert.match(terminal.text(), /3 Logs of second/);
});

test("shows the leader's log first, even below an evicted JobManager", async () => {
  const evicted = podRow({
    name: 'my-first-flink-cluster-evicted',
    role: 'jobmanager',
    status: 'failed',
    health: 'error',
  });
  const leading = podRow({ name: 'my-first-flink-cluster-leading', role: 'jobmanager', status: 'running' });
  const session = fakeSession(sessionSnapshot({ pods: [evicted, leading], leader: leading.name }));
  const target = { clusterId: 'my-first-flink-cluster' };
  const terminal = openTerminal({ target, source: { attach: async () => session, find: async () => [] } });
  await terminal.sees('3 Logs of leading');
  await terminal.sees(/▶ leading/);
});

test('reads older lines on demand and keeps the view', async () => {
  const { session, terminal, writeMany } = await openLogs();
  writeMany(101, 140);
  await terminal.sees('line 140.');
  terminal.keys('g');
  await terminal.sees('▶line 101.');
  const before = Array.from(
    { length: 100 },
    (_, index) => `1969-12-31T23:00:00.${100 + index}000000Z line ${index + 1}.\n`,
  );
  const first = '1970-01-01T00:00:01.000000000Z line 101.\n';
  session.wholeLogs.set(`uid-${taskManager}/flink-main-container`, [Buffer.from([...before, first].join(''))]);
  terminal.keys('<');
  await terminal.sees('100 older lines read');
  await terminal.sees('▶line 101.');
  terminal.keys('g');
  await terminal.sees('▶line 1.');
  terminal.keys('<');
  await terminal.sees('No older lines');
});

test('explains that a deleted pod has no older lines', async () => {
  const { session, terminal, writeMany } = await openLogs();
  writeMany(1, 3);
  await terminal.sees('line 3.');
  session.change({ pods: [podRow({ name: taskManager, status: 'released', health: 'gone', goneAt: Date.now() })] });
  await terminal.sees('Pods (1)');
  terminal.keys('<');
  await terminal.sees('the pod is gone, so no older lines are available');
});

test('reads other containers on demand', async () => {
  const name = 'my-first-flink-cluster-taskmanager-1-1';
  const containers = ['flink-main-container', 'copy-jars'];
  const session = fakeSession(sessionSnapshot({ pods: [podRow({ name, containers })] }));
  const source = { attach: async () => session, find: async () => [] };
  const target = { clusterId: 'my-first-flink-cluster' };
  const terminal = openTerminal({ target, source }, { columns: 120, rows: 40 });
  for (const container of containers) {
    const log = session.logs.open({ uid: `uid-${name}`, pod: name, container });
    log.write(Buffer.from(`1970-01-01T00:00:01.000000000Z written by ${container}\n`));
  }
  await terminal.sees('written by flink-main-container');
  assert.doesNotMatch(terminal.text(), /written by copy-jars/);
  terminal.keys('C');
  await terminal.sees('written by copy-jars');
  await terminal.sees('all containers');
  await terminal.until(
    'both containers to be followed',
    () => session.followed().join() === `uid-${name},uid-${name}/copy-jars`,
  );
  terminal.keys('C');
  await terminal.seesNo('written by copy-jars');
});

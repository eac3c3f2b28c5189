import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, podRow, sessionSnapshot } from '../support/session.ts';
import { failure, foldedFailure, head, openLogs, rowsOf, taskManager } from './open-logs.ts';

test('follows the end of the log, and keeps the view and counts new lines while paused', async () => {
  const { screen, writeMany } = await openLogs();
  writeMany(1, 50);
  await screen.logs.shows(rowsOf(41, 50));
  await screen.logs.press('log.follow');
  await screen.logs.isTitled('paused, 0 new');
  await screen.logs.shows(rowsOf(41, 50, 50));
  writeMany(51, 80);
  await screen.logs.isTitled('paused, 30 new');
  await screen.logs.shows(rowsOf(41, 50, 50));
  await screen.logs.press('log.follow');
  await screen.logs.shows(rowsOf(71, 80));
  await screen.logs.showsNo('paused');
});

test('pauses when the cursor moves, and follows again after a move below the last line', async () => {
  const { screen, writeMany } = await openLogs();
  writeMany(1, 50);
  await screen.logs.shows(rowsOf(41, 50));
  await screen.logs.moveUp(2);
  await screen.logs.shows(rowsOf(41, 50, 48));
  await screen.logs.isTitled('paused, 0 new');
  assert.equal(screen.terminal.styleAt('line 48.').underline, true);
  await screen.logs.moveDown(2);
  await screen.logs.shows(rowsOf(41, 50, 50));
  await screen.logs.moveDown();
  await screen.logs.shows(rowsOf(41, 50));
  await screen.logs.showsNo('paused');
  await screen.logs.moveToStart();
  await screen.logs.shows(rowsOf(1, 10, 1));
  await screen.logs.moveToEnd();
  await screen.logs.shows(rowsOf(41, 50));
  await screen.logs.showsNo('paused');
  await screen.logs.move({ kind: 'pages', count: -1 });
  await screen.logs.isTitled('paused');
  await screen.logs.showsNo('line 50.');
  await screen.logs.move({ kind: 'pages', count: 1 });
  await screen.logs.shows(rowsOf(41, 50));
  await screen.logs.showsNo('paused');
});

test('scrolls when the cursor reaches an edge', async () => {
  const { screen, writeMany } = await openLogs();
  writeMany(1, 50);
  await screen.logs.shows(rowsOf(41, 50));
  await screen.logs.moveUp(20);
  await screen.logs.shows(rowsOf(30, 39, 30));
  await screen.logs.moveDown(12);
  await screen.logs.shows(rowsOf(33, 42, 42));
});

test('wraps long lines or scrolls them horizontally', async () => {
  const { screen, write } = await openLogs();
  write(`${'x'.repeat(100)}END OF IT`);
  await screen.logs.shows([` ${'x'.repeat(77)}`]);
  await screen.logs.press('log.wrap');
  await screen.logs.shows([` ${'x'.repeat(77)}`, ` ${'x'.repeat(23)}END OF IT`]);
  await screen.logs.isTitled('wrapped');
  await screen.logs.press('log.wrap');
  await screen.logs.shows([` ${'x'.repeat(77)}`]);
  for (let times = 0; times < 3; times += 1) await screen.logs.press('log.right');
  await screen.logs.shows([` ${'x'.repeat(52)}END OF IT`]);
  await screen.logs.isTitled('from column 49');
  for (let times = 0; times < 3; times += 1) await screen.logs.press('log.left');
  await screen.logs.shows([` ${'x'.repeat(77)}`]);
});

test('moves the cursor by log line in wrapped mode and keeps it visible', async () => {
  const { screen, write } = await openLogs();
  for (let index = 1; index <= 12; index += 1) write(`begin ${index}. ${'x'.repeat(160)} end ${index}.`);
  await screen.logs.contains('begin 12.');
  await screen.logs.press('log.wrap');
  await screen.logs.contains('end 12.');
  for (let index = 12; index >= 1; index -= 1) {
    await screen.logs.moveUp();
    if (index > 1) await screen.logs.contains(`▶begin ${index - 1}. `);
  }
  await screen.logs.moveDown(2);
  await screen.logs.contains('▶begin 3. ');
  await screen.logs.moveToEnd();
  await screen.logs.contains('end 12.');
});

test('shows a gap, a connection error and the end of a log', async () => {
  const { screen, log, write } = await openLogs();
  write('before');
  log.markGap('3 s are missing: the connection was lost');
  write('after');
  await screen.logs.shows([' before', ' ┄┄ 3 s are missing: the connection was lost ┄┄', ' after']);
  log.setState({ state: 'ended', reason: 'the pod is gone' });
  await screen.logs.isTitled(/^3 Logs of .* the pod is gone$/);
  log.setState({ state: 'waiting', reason: 'connection refused', nextTryAt: Date.now() + 60_000 });
  await screen.logs.isTitled(/connection refused, retry in (59s|1m)/);
});

test('merges several pods by time, each with its own colour', async () => {
  const { screen, write, writeOther } = await openLogs();
  write('first');
  writeOther(1.5, 'second');
  write('third');
  await screen.pods.select('taskmanager-1-1');
  await screen.pods.press('pod.mark');
  await screen.pods.select('taskmanager-1-2');
  await screen.pods.press('pod.mark');
  await screen.logs.shows([' tm-1-1 first', ' tm-1-2 second', ' tm-1-1 third']);
  const { terminal } = screen;
  const colourOf = (text: string) => {
    const row = terminal.rows().findIndex((line) => new RegExp(`tm-1-\\d ${text}`).test(line));
    const column = terminal.rows()[row]?.indexOf('tm-') ?? -1;
    return terminal.terminal.buffer.active.getLine(row)?.getCell(column)?.getFgColor();
  };
  assert.equal(colourOf('first'), colourOf('third'));
  assert.notEqual(colourOf('first'), colourOf('second'));
});

test('marks all pods or none', async () => {
  const { screen, write, writeOther } = await openLogs();
  write('one of the first');
  writeOther(2, 'one of the second');
  await screen.pods.press('pods.mark-all');
  await screen.logs.isTitled('3 Logs of 3 pods');
  await screen.logs.shows([' tm-1-1 one of the first', ' tm-1-2 one of the second']);
  await screen.pods.shows([' ●7d9c8b6f4-x2x9k …', '▶●taskmanager-1-1 …', ' ●taskmanager-1-2 …']);
  await screen.pods.press('pods.mark-all');
  await screen.logs.isTitled('3 Logs of taskmanager-1-1');
  await screen.pods.shows(['  7d9c8b6f4-x2x9k …', '▶ taskmanager-1-1 …', '  taskmanager-1-2 …']);
});

test("shortens lines in Flink's default layout unless wrapped", async () => {
  const { screen, write } = await openLogs();
  write(head('INFO', 'runtime.checkpoint.CheckpointCoordinator', 'Completed checkpoint 7'));
  await screen.logs.shows([' 00:15:43 INFO  CheckpointCoordinator - Completed checkpoint 7']);
  await screen.logs.press('log.wrap');
  await screen.logs.shows([/^ 2026-11-24 00:15:43,058 INFO {2}org\.apache\.flink\.runtime\.checkpoint\.Check/, /./]);
});

test('formats JSON lines like other lines', async () => {
  const { screen, write } = await openLogs();
  write(
    '{"@timestamp":"2026-11-24T00:15:43.058Z","log.level":"WARN","log.logger":"org.apache.flink.Task","message":"slow"}',
  );
  await screen.logs.shows([' 00:15:43 WARN  Task - slow']);
  await screen.logs.press('log.wrap');
  await screen.logs.shows([' {"@timestamp":"2026-11-24T00:15:43.058Z"…', /./]);
});

test('folds stack traces to their exceptions with frame counts, and unfolds one or all', async () => {
  const { screen, write, writeAtOnce } = await openLogs({ rows: 40 });
  writeAtOnce(...failure);
  write('next line');
  await screen.logs.shows([...foldedFailure, ' next line']);
  await screen.logs.press('log.unfold');
  await screen.message(/^select a line first/);
  await screen.logs.moveUp();
  const [headRow, illegalState, diskFull] = foldedFailure;
  const onDiskFull = [headRow, illegalState, diskFull.replace(' ', '▶'), ' next line'];
  await screen.logs.shows(onDiskFull);
  await screen.logs.press('log.unfold');
  await screen.logs.contains('Job.third(Job.java:3)');
  await screen.logs.showsNo('frames');
  await screen.logs.press('log.unfold');
  await screen.logs.shows(onDiskFull);
  await screen.logs.press('log.unfold-all');
  await screen.logs.contains('Disk.java:9');
  await screen.logs.isTitled('paused, 0 new · unfolded');
  await screen.logs.press('log.unfold-all');
  await screen.logs.shows(onDiskFull);
});

test('warns when logs are only kept in memory', async () => {
  const { session, screen } = await openLogs();
  const logs = { ...session.logs, failure: 'no space left on the disk: logs are only kept in memory' };
  const failing = { ...session, logs };
  const other = openScreen({
    target: { clusterId: 'my-first-flink-cluster' },
    source: { attach: async () => failing },
  });
  await screen.logs.isTitled('3 Logs');
  session.logs.open({ uid: 'u', pod: 'p', container: 'flink-main-container' }).markGap('something changes');
  await other.message('no space left on the disk: logs are only kept in memory');
});

test('shows times as written, in UTC, local, as age or in full', async () => {
  const { screen, write } = await openLogs();
  write(head('INFO', 'Task', 'one'), 'printed');
  const second = new Date(1000);
  const twoDigits = (number: number) => String(number).padStart(2, '0');
  const local = [second.getHours(), second.getMinutes(), second.getSeconds()].map(twoDigits).join(':');
  const asWritten = [' 00:15:43 INFO  Task - one', ' printed'];
  await screen.logs.shows(asWritten);
  await screen.logs.press('log.time-format');
  await screen.logs.shows([' 00:00:01.000Z INFO  Task - one', ' 00:00:02.000Z printed']);
  await screen.logs.isTitled('UTC');
  await screen.logs.press('log.time-format');
  await screen.logs.shows([` ${local}.000 INFO  Task - one`, /printed$/]);
  await screen.logs.press('log.time-format');
  await screen.logs.shows([/^ +\d+d\d*h? INFO {2}Task - one$/, /^ +\d+d\d*h? printed$/]);
  await screen.logs.press('log.time-format');
  await screen.logs.shows([' 1970-01-01T00:00:01.000Z INFO  Task - one', ' 1970-01-01T00:00:02.000Z printed']);
  await screen.logs.press('log.time-format');
  await screen.logs.shows(asWritten);
});

test('hides and shows columns', async () => {
  const { screen, write } = await openLogs();
  write(head('INFO', 'Task', 'one'));
  await screen.logs.shows([' 00:15:43 INFO  Task - one']);
  await screen.logs.press('log.columns');
  await screen.columns.shows([' ▶ [x] time', '   [x] pod', '   [x] level', '   [x] logger']);
  await screen.columns.press('log-columns.toggle');
  await screen.columns.shows([' ▶ [ ] time', '   [x] pod', '   [x] level', '   [x] logger']);
  await screen.columns.moveDown(3);
  await screen.columns.press('log-columns.toggle');
  await screen.columns.shows(['   [ ] time', '   [x] pod', '   [x] level', ' ▶ [ ] logger']);
  await screen.columns.press('log-columns.close');
  await screen.columns.isClosed();
  await screen.logs.shows([' INFO  one']);
  await screen.logs.press('log.columns');
  await screen.columns.shows([' ▶ [ ] time', '   [x] pod', '   [x] level', '   [ ] logger']);
  await screen.columns.press('log-columns.toggle');
  await screen.columns.shows([' ▶ [x] time', '   [x] pod', '   [x] level', '   [ ] logger']);
  await screen.columns.press('log-columns.close');
  await screen.columns.isClosed();
  await screen.logs.shows([' 00:15:43 INFO  one']);
});

test("shows the leader's log once the leader is known, and keeps that pod after a leader change", async () => {
  const pods = ['first', 'second'].map((name) =>
    podRow({ name: `my-first-flink-cluster-${name}`, role: 'jobmanager', status: 'standby' }),
  );
  const session = fakeSession(sessionSnapshot({ pods, leader: undefined, highAvailability: true }));
  const target = { clusterId: 'my-first-flink-cluster' };
  const screen = openScreen({ target, source: { attach: async () => session } });
  await screen.logs.isTitled('3 Logs of first');
  const [first, second] = pods;
  assert.ok(first && second);
  session.change({ leader: second.name, pods: [{ ...second, status: 'leader' }, first] });
  await screen.logs.isTitled('3 Logs of second');
  session.change({ leader: first.name, pods: [{ ...first, status: 'leader' }, second] });
  await screen.pods.shows(['  first ★ leader…', '▶ second standby…', /No TaskManager/]);
  await screen.logs.isTitled('3 Logs of second');
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
  const screen = openScreen({ target, source: { attach: async () => session } });
  await screen.logs.isTitled('3 Logs of leading');
  await screen.pods.shows(['  evicted failed…', '▶ leading running…', /No TaskManager/]);
});

test('reads older lines on demand and keeps the view', async () => {
  const { session, screen, writeMany } = await openLogs();
  writeMany(101, 140);
  await screen.logs.shows(rowsOf(131, 140));
  await screen.logs.moveToStart();
  await screen.logs.shows(rowsOf(101, 110, 101));
  const before = Array.from(
    { length: 100 },
    (_, index) => `1969-12-31T23:00:00.${100 + index}000000Z line ${index + 1}.\n`,
  );
  const first = '1970-01-01T00:00:01.000000000Z line 101.\n';
  session.wholeLogs.set(`uid-${taskManager}/flink-main-container`, [Buffer.from([...before, first].join(''))]);
  await screen.logs.press('log.read-older');
  await screen.message(/^Loaded 100 older lines/);
  await screen.logs.shows(rowsOf(101, 110, 101));
  await screen.logs.moveToStart();
  await screen.logs.shows(rowsOf(1, 10, 1));
  await screen.logs.press('log.read-older');
  await screen.message(/^No older lines/);
});

test('explains that a deleted pod has no older lines', async () => {
  const { session, screen, writeMany } = await openLogs();
  writeMany(1, 3);
  await screen.logs.shows(rowsOf(1, 3));
  session.change({ pods: [podRow({ name: taskManager, status: 'released', health: 'gone', goneAt: Date.now() })] });
  await screen.pods.isTitled('Pods (1)');
  await screen.logs.press('log.read-older');
  await screen.message(/the pod is gone, so no older lines are available/);
});

test('shows the logs of all containers on demand', async () => {
  const name = 'my-first-flink-cluster-taskmanager-1-1';
  const containers = ['flink-main-container', 'copy-jars'];
  const session = fakeSession(sessionSnapshot({ pods: [podRow({ name, containers })] }));
  const source = { attach: async () => session };
  const target = { clusterId: 'my-first-flink-cluster' };
  const screen = openScreen({ target, source }, { columns: 120, rows: 40 });
  for (const container of containers) {
    const log = session.logs.open({ uid: `uid-${name}`, pod: name, container });
    log.write(Buffer.from(`1970-01-01T00:00:01.000000000Z written by ${container}\n`));
  }
  await screen.logs.shows([' written by flink-main-container']);
  await screen.pods.press('pods.containers');
  await screen.logs.shows([/written by flink-main-container$/, /written by copy-jars$/]);
  await screen.logs.isTitled('all containers');
  await screen.terminal.until(
    'both containers to be followed',
    () => session.followed().join() === `uid-${name},uid-${name}/copy-jars`,
  );
  await screen.pods.press('pods.containers');
  await screen.logs.shows([' written by flink-main-container']);
});

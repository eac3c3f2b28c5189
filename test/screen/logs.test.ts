import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handMadeSession, podRow, sessionSnapshot } from '../support/session.ts';
import { openTerminal } from '../support/terminal.ts';

const target = { clusterId: 'my-first-flink-cluster' };
const taskManager = 'my-first-flink-cluster-taskmanager-1-1';

async function open() {
  const session = handMadeSession();
  const terminal = openTerminal(
    { target, source: { attach: async () => session, find: async () => [] } },
    { columns: 80, rows: 24 },
  );
  await terminal.sees('TopSpeedWindowing');
  terminal.keys('j3');
  await terminal.sees('┏━ 3 Logs of taskmanager-1-1');
  const log = session.logs.open({ uid: `uid-${taskManager}`, pod: taskManager, container: 'c' });
  log.setState({ state: 'following' });
  let second = 0;
  const write = (...lines: readonly string[]) => {
    for (const line of lines) {
      second += 1;
      log.write(Buffer.from(`${new Date(second * 1000).toISOString().replace('Z', '000000Z')} ${line}\n`));
    }
  };
  const writeMany = (from: number, to: number) => {
    for (let index = from; index <= to; index += 1) write(`line ${index}.`);
  };
  return { session, terminal, log, write, writeMany };
}

test('the end is followed; what is paused stays put while lines come, and they are counted', async () => {
  const { terminal, writeMany } = await open();
  writeMany(1, 50);
  await terminal.sees('line 50.');
  terminal.keys('f');
  await terminal.sees('paused, 0 new');
  writeMany(51, 80);
  await terminal.sees('paused, 30 new');
  await terminal.sees('line 50.');
  assert.doesNotMatch(terminal.text(), /line 51\./);
  terminal.keys('f');
  await terminal.sees('line 80.');
  await terminal.seesNo('paused');
});

test('scrolling back pauses, and the end follows again', async () => {
  const { terminal, writeMany } = await open();
  writeMany(1, 50);
  await terminal.sees('line 50.');
  terminal.keys('kk');
  await terminal.sees('paused, 2 new');
  assert.doesNotMatch(terminal.text(), /line 49\./);
  terminal.keys('g');
  await terminal.sees('line 1.');
  terminal.keys('k');
  terminal.keys('G');
  await terminal.sees('line 50.');
  terminal.keys('\x1b[5~');
  await terminal.sees('paused');
  terminal.keys('\x1b[6~');
  await terminal.seesNo('paused');
});

test('long lines are wrapped, or read sideways', async () => {
  const { terminal, write } = await open();
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

test('gaps, refusals and ends are said', async () => {
  const { terminal, log, write } = await open();
  write('before');
  log.mark('3 s are missing: the connection broke');
  write('after');
  await terminal.sees(/before[\s\S]*┄┄ 3 s are missing: the connection broke ┄┄[\s\S]*after/);
  log.setState({ state: 'ended', reason: 'the pod is gone' });
  await terminal.sees(/3 Logs of .* the pod is gone ━┓/);
  log.setState({ state: 'waiting', reason: 'connection refused', nextTryAt: Date.now() + 60_000 });
  await terminal.sees(/connection refused, retry in (59s|1m)/);
});

test('several pods are one log in the order of time, each line with its pod', async () => {
  const { session, terminal, write } = await open();
  const other = 'my-first-flink-cluster-taskmanager-1-2';
  write('first');
  session.logs
    .open({ uid: `uid-${other}`, pod: other, container: 'c' })
    .write(Buffer.from(`${new Date(1500).toISOString().replace('Z', '000000Z')} second\n`));
  write('third');
  terminal.keys('1 j ');
  await terminal.sees(/tm-1-1 first[\s\S]*tm-1-2 second[\s\S]*tm-1-1 third/);
});

test("a line of Flink's own pattern is shortened to its message, and wrapped it is whole", async () => {
  const { terminal, write } = await open();
  const logger = 'org.apache.flink.runtime.checkpoint.CheckpointCoordinator    ';
  write(`2026-11-24 00:15:43,058 INFO  ${logger} [] - Completed checkpoint 7`);
  await terminal.sees('00:15:43 INFO  CheckpointCoordinator - Completed checkpoint 7');
  terminal.keys('w');
  await terminal.sees(`2026-11-24 00:15:43,058 INFO  ${logger.slice(0, 40)}`);
});

test("until somebody moves, the leader's log is shown, though it is known later than the pods", async () => {
  const pods = ['first', 'second'].map((name) =>
    podRow({ name: `my-first-flink-cluster-${name}`, role: 'jobmanager', word: 'standby' }),
  );
  const session = handMadeSession(sessionSnapshot({ pods, leader: undefined, highAvailability: true }));
  const terminal = openTerminal({ target, source: { attach: async () => session, find: async () => [] } });
  await terminal.sees('3 Logs of first');
  const [first, second] = pods;
  assert.ok(first && second);
  session.change({ leader: second.name, pods: [{ ...second, word: 'leader' }, first] });
  await terminal.sees('3 Logs of second');
  session.change({ leader: first.name, pods: [{ ...first, word: 'leader' }, second] });
  await terminal.sees(/first +★ leader[\s\S]*second/);
  assert.match(terminal.text(), /3 Logs of second/);
});

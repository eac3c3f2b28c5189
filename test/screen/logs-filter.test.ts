import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobOverview } from '../support/session.ts';
import { failure, head, openLogs, taskManager } from './open-logs.ts';

const jobId = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
/** The JobManager and the only TaskManager that runs the job. */
const followed = ['uid-my-first-flink-cluster-7d9c8b6f4-x2x9k', `uid-${taskManager}`];

/** Opens logs with four levels, two loggers, a stack trace and standard output. */
async function openMixed(flink = {}) {
  const opened = await openLogs({ rows: 40, flink });
  opened.write(
    head('DEBUG', 'runtime.rpc.Rpc', 'heartbeat 1'),
    head('INFO', 'runtime.taskmanager.Task', 'Source: Words -> Map (1/2)#0 switched to RUNNING'),
    head('WARN', 'runtime.rpc.Rpc', 'slow answer'),
    'printed by a job',
  );
  opened.writeAtOnce(...failure);
  opened.write(head('INFO', 'runtime.rpc.Rpc', `heartbeat of ${jobId}`));
  await opened.terminal.sees('heartbeat of');
  return opened;
}

test('sets the minimum level by number and always shows output without a level', async () => {
  const { terminal, write } = await openMixed();
  terminal.keys('3');
  await terminal.sees('WARN and above');
  await terminal.seesNo('switched to RUNNING');
  await terminal.sees(/slow answer[\s\S]*printed by a job[\s\S]*switched from RUNNING to F[\s\S]*Disk full/);
  write(head('INFO', 'Task', 'not this'), head('ERROR', 'Task', 'but this'));
  await terminal.sees('but this');
  assert.doesNotMatch(terminal.text(), /not this/);
  terminal.keys('4');
  await terminal.seesNo('slow answer');
  terminal.keys('0');
  await terminal.sees('heartbeat 1');
  await terminal.seesNo('and above');
});

test('combines filters, names them, and removes them one by one', async () => {
  const { terminal } = await openMixed();
  terminal.keys('&heartbeat\r');
  await terminal.seesNo('slow answer');
  await terminal.sees(/heartbeat 1[\s\S]*heartbeat of/);
  terminal.keys('&!OF\r');
  await terminal.sees('3 Logs of taskmanager-1-1 · "heartbeat" · !"OF"');
  await terminal.sees('only "heartbeat" and !"OF" (Backspace removes the last)');
  terminal.keys('\x7f');
  await terminal.sees('Filter removed: !"OF"');
  terminal.keys('&!of\r');
  await terminal.seesNo('heartbeat of');
  await terminal.sees('heartbeat 1');
  terminal.keys('\x7f\x7f');
  await terminal.sees('slow answer');
  terminal.keys('\x7f');
  await terminal.sees('there is no filter to remove');
});

test('removes a message as soon as it is outdated', async () => {
  const { terminal } = await openMixed();
  terminal.keys('3');
  await terminal.sees('WARN and above (Backspace');
  terminal.keys('\x7f');
  await terminal.sees('Filter removed: WARN and above');
  terminal.keys('3');
  await terminal.seesNo('Filter removed');
  terminal.keys('0');
  await terminal.sees('heartbeat 1');
  assert.doesNotMatch(terminal.text(), /Filter removed/);
  terminal.keys('y');
  await terminal.sees('select a line first');
  terminal.keys('k');
  await terminal.seesNo('select a line first');
});

test('shows all lines of an event if one line matches', async () => {
  const { terminal } = await openMixed();
  terminal.keys('&disk full\r');
  await terminal.seesNo('heartbeat');
  await terminal.sees(/switched from RUNNING to F[\s\S]*broken \+3 frames[\s\S]*Disk full \+12 frames/);
});

test('filters by regular expressions and explains invalid ones', async () => {
  const { terminal } = await openMixed();
  terminal.keys('&~^printed|slow (a|b)\r');
  await terminal.seesNo('heartbeat');
  await terminal.sees(/slow answer[\s\S]*printed by a job/);
  terminal.keys('&/(/\r');
  await terminal.sees('"(" is not a valid regular expression: unterminated group');
  terminal.keys('\x1b');
  await terminal.seesNo('not a valid regular expression');
  await terminal.sees('slow answer');
});

test('filters by the logger of a line or by logger name', async () => {
  const { terminal } = await openMixed();
  terminal.keys('kL');
  await terminal.sees('logger Task');
  await terminal.seesNo('slow answer');
  await terminal.sees('switched to RUNNING');
  terminal.keys('&logger:rpc.Rpc\r');
  await terminal.sees('slow answer');
  terminal.keys('\x1b');
  await terminal.sees('printed by a job');
  await terminal.seesNo('logger Task');
});

test("filters by a job's id, name and task names, from the jobs pane and from a line", async () => {
  const requested: string[] = [];
  const job = async (id: string) => {
    requested.push(id);
    const vertex = { id: 'v', name: 'Source: Words -> Map', parallelism: 2, status: 'RUNNING', tasks: {} };
    return {
      id,
      name: 'TopSpeedWindowing',
      state: 'RUNNING' as const,
      startTime: 0,
      endTime: undefined,
      durationMs: 1,
      vertices: [vertex],
    };
  };
  const { terminal } = await openMixed({ job, taskManagersOfVertex: async () => [taskManager] });
  terminal.keys('\x1b2o');
  await terminal.sees('3 Logs of 2 pods · job TopSpeedWindowing');
  await terminal.sees(/switched to RUNNING[\s\S]*switched from RUNNING[\s\S]*heartbeat of/);
  await terminal.seesNo('slow answer');
  assert.deepEqual(requested, [jobId]);
  terminal.keys('\x7f');
  await terminal.sees('slow answer');
  terminal.keys('fo');
  await terminal.sees('· job TopSpeedWindowing');
  await terminal.seesNo('slow answer');
});

test('follows the pods of a job with o and shows their warnings', async () => {
  const vertices = [{ id: 'v', name: 'Source: Words -> Map', parallelism: 1, status: 'RUNNING', tasks: {} }];
  const { endTime, ...detail } = jobOverview({ name: 'TopSpeedWindowing' });
  const opened = await openMixed({
    job: async () => ({ ...detail, endTime, vertices }),
    taskManagersOfVertex: async (id: string, vertexId: string) =>
      id === jobId && vertexId === 'v' ? [taskManager] : [],
  });
  const { terminal, session, write, writeOther } = opened;
  write(head('WARN', 'runtime.taskmanager.Task', 'Source: Words -> Map (1/2)#0 is slow'));
  writeOther(60, head('WARN', 'Other', `of a pod without the job ${jobId}`));
  terminal.keys('\x1b1g');
  terminal.keys('33');
  await terminal.sees('3 Logs of 7d9c8b6f4-x2x9k · WARN and above');
  terminal.keys('\x1b2o');
  await terminal.sees('3 Logs of 2 pods · WARN and above · job TopSpeedWindowing');
  await terminal.sees('#0 is slow');
  assert.doesNotMatch(terminal.text(), /No matching lines|of a pod without/);
  await terminal.until('their logs to be followed', () => session.followed().join() === followed.join());
  terminal.keys('\x7f');
  await terminal.sees('3 Logs of 7d9c8b6f4-x2x9k · WARN and above');
});

test('follows all pods if Flink does not report where the job runs', async () => {
  const { terminal, writeOther } = await openMixed({ job: () => Promise.reject(new Error('Flink is away')) });
  writeOther(60, head('WARN', 'Other', `of the job ${jobId}`));
  terminal.keys('3\x1b2o');
  await terminal.sees('3 Logs of 3 pods · WARN and above · job TopSpeedWindowing');
  await terminal.sees('of the job');
  await terminal.sees('Showing all pods, filtered by job id and name only: Flink is away');
  terminal.keys('\x1b1\r');
  await terminal.sees('3 Logs of taskmanager-1-1 · WARN and above · job TopSpeedWindowing');
});

test('explains an empty result and how to remove the filter', async () => {
  const { terminal } = await openMixed();
  terminal.keys('&no such thing\r');
  await terminal.sees('No matching lines. Backspace removes the last filter');
  terminal.keys('\x1b');
  await terminal.sees('heartbeat 1');
});

test('keeps the paused line when a filter is added', async () => {
  const { terminal, writeMany, write } = await openLogs();
  writeMany(1, 30);
  await terminal.sees('line 30.');
  terminal.keys('kkk');
  await terminal.sees('▶line 27.');
  writeMany(31, 40);
  terminal.keys('&7.\r');
  await terminal.sees('▶line 27.');
  await terminal.sees('line 17.');
  await terminal.sees('paused, 1 new');
  write('7.');
  await terminal.sees('paused, 2 new');
});

test('keeps the line under the cursor visible when filters change', async () => {
  const { terminal, write } = await openLogs();
  for (let index = 1; index <= 300; index += 1) {
    write(head(index % 10 === 0 ? 'WARN' : 'INFO', 'Task', `line ${index}.`));
  }
  await terminal.sees('line 300.');
  terminal.keys('/line 150.\r');
  await terminal.sees(/▶.*line 150\./);
  terminal.keys('3');
  await terminal.seesNo('line 151.');
  await terminal.sees(/▶.*line 150\./);
  terminal.keys('&!line 3\r');
  await terminal.sees('!"line 3"');
  await terminal.sees(/▶.*line 150\./);
  terminal.keys('0');
  await terminal.sees('INFO');
  await terminal.sees(/▶.*line 150\./);
  terminal.keys('\x7f');
  await terminal.seesNo('!"line 3"  ');
  await terminal.sees(/▶.*line 150\./);
  terminal.keys('&!line 150\r');
  await terminal.sees(/▶.*line 149\./);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobOverview } from '../support/session.ts';
import { failure, foldedFailure, head, openLogs, rowsOf, taskManager } from './open-logs.ts';

const jobId = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
/** The uids of the JobManager and of the only TaskManager that runs the job. */
const followed = ['uid-my-first-flink-cluster-7d9c8b6f4-x2x9k', `uid-${taskManager}`];

const heartbeat1 = ' 00:15:43 DEBUG Rpc - heartbeat 1';
const running = ' 00:15:43 INFO  Task - Source: Words -> Map (1/2)#0 switched to RUNNING';
const slow = ' 00:15:43 WARN  Rpc - slow answer';
const printed = ' printed by a job';
const heartbeatOfJob = ` 00:15:43 INFO  Rpc - heartbeat of ${jobId.slice(0, 8)}`;
/** All rows of `openMixed`. */
const mixed = [heartbeat1, running, slow, printed, ...foldedFailure, heartbeatOfJob];

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
  await opened.screen.logs.shows(mixed);
  return opened;
}

test('sets the minimum level and always shows output without a level', async () => {
  const { screen, write } = await openMixed();
  await screen.logs.setLevel('warn');
  await screen.logs.isTitled('WARN+');
  await screen.logs.shows([slow, printed, ...foldedFailure]);
  write(head('INFO', 'Task', 'not this'), head('ERROR', 'Task', 'but this'));
  const butThis = ' 00:15:43 ERROR Task - but this';
  await screen.logs.shows([slow, printed, ...foldedFailure, butThis]);
  await screen.logs.setLevel('error');
  await screen.logs.shows([printed, ...foldedFailure, butThis]);
  await screen.logs.setLevel('all');
  await screen.logs.shows([...mixed, ' 00:15:43 INFO  Task - not this', butThis]);
  await screen.logs.showsNo('ERROR+');
});

test('raises and lowers the minimum level step by step, and the footer names it', async () => {
  const { screen } = await openMixed();
  await screen.footer.shows('+/- level all');
  for (const level of ['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']) {
    await screen.logs.press('log.raise-level');
    await screen.footer.shows(`+/- level ${level}+`);
    await screen.logs.isTitled(`3 Logs of taskmanager-1-1 · ${level}+`);
  }
  await screen.logs.shows([printed]);
  await screen.logs.press('log.raise-level');
  await screen.message('FATAL is the highest level');
  for (const level of ['ERROR', 'WARN']) {
    await screen.logs.press('log.lower-level');
    await screen.footer.shows(`+/- level ${level}+`);
  }
  await screen.logs.shows([slow, printed, ...foldedFailure]);
  await screen.logs.press('log.lower-level');
  await screen.logs.press('log.lower-level');
  await screen.logs.press('log.lower-level');
  await screen.footer.shows('+/- level all');
  await screen.logs.shows(mixed);
  await screen.logs.press('log.lower-level');
  await screen.message('all levels are shown');
});

test('the bytes l and a letter choose any minimum level', async () => {
  const { screen } = await openMixed();
  await screen.logs.isFocused();
  screen.terminal.keys('le');
  await screen.logs.isTitled('3 Logs of taskmanager-1-1 · ERROR+');
  screen.terminal.keys('ld');
  await screen.logs.isTitled('3 Logs of taskmanager-1-1 · DEBUG+');
  screen.terminal.keys('l');
  await screen.terminal.sees('▶ d  DEBUG and above');
  screen.terminal.keys('j\r');
  await screen.logs.isTitled('3 Logs of taskmanager-1-1 · INFO+');
  screen.terminal.keys('la');
  await screen.logs.shows(mixed);
  await screen.footer.shows('+/- level all');
});

test('combines filters, names them, and removes them one by one', async () => {
  const { screen } = await openMixed();
  await screen.logs.filter('heartbeat');
  await screen.logs.shows([heartbeat1, heartbeatOfJob]);
  await screen.logs.filter('!OF');
  await screen.logs.isTitled('3 Logs of taskmanager-1-1 · "heartbeat" · !"OF"');
  await screen.logs.shows([heartbeat1, heartbeatOfJob]);
  await screen.message('only "heartbeat" and !"OF" (Backspace removes the last)');
  await screen.logs.press('log.remove-filter');
  await screen.message(/Filter removed: !"OF"$/);
  await screen.logs.filter('!of');
  await screen.logs.shows([heartbeat1]);
  await screen.logs.press('log.remove-filter');
  await screen.logs.press('log.remove-filter');
  await screen.logs.shows(mixed);
  await screen.logs.press('log.remove-filter');
  await screen.message('no filter to remove');
});

test('removes a message as soon as the message is outdated', async () => {
  const { screen } = await openMixed();
  await screen.logs.setLevel('warn');
  await screen.message(/WARN and above \(Backspace/);
  await screen.logs.press('log.remove-filter');
  await screen.message('Filter removed: WARN and above');
  await screen.logs.setLevel('warn');
  await screen.noMessage(/Filter removed/);
  await screen.logs.setLevel('all');
  await screen.logs.shows(mixed);
  await screen.noMessage(/Filter removed/);
  await screen.logs.press('log.copy-line');
  await screen.message(/select a line first/);
  await screen.logs.moveUp();
  await screen.noMessage(/select a line first/);
});

test('shows all lines of an event if one line matches', async () => {
  const { screen } = await openMixed();
  await screen.logs.filter('disk full');
  await screen.logs.shows(foldedFailure);
});

test('filters by regular expressions and explains invalid ones', async () => {
  const { screen } = await openMixed();
  await screen.logs.filter('~^printed|slow (a|b)');
  await screen.logs.shows([slow, printed]);
  await screen.logs.filter('/(/');
  await screen.footer.shows('"(" is not a valid regular expression: unterminated group');
  screen.logPrompt.close();
  await screen.footer.showsNo('not a valid regular expression');
  await screen.logs.shows([slow, printed]);
});

test('filters by the logger of a line or by logger name', async () => {
  const { screen } = await openMixed();
  await screen.logs.moveUp();
  await screen.logs.press('log.filter-logger');
  await screen.logs.isTitled('logger Task');
  const [headRow, illegalState, diskFull] = foldedFailure;
  await screen.logs.shows([running, headRow, illegalState, diskFull.replace(' ', '▶')]);
  await screen.logs.filter('logger:rpc.Rpc');
  await screen.logs.contains('slow answer');
  screen.press('screen.back');
  await screen.logs.contains('printed by a job');
  await screen.logs.showsNo('logger Task');
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
  const { screen } = await openMixed({ job, taskManagersOfVertex: async () => [taskManager] });
  await screen.jobs.select('TopSpeedWindowing');
  await screen.jobs.press('job.logs');
  await screen.logs.isTitled('3 Logs of 2 pods · job TopSpeedWindowing');
  await screen.logs.shows([
    /switched to RUNNING$/,
    /switched from RUNNING/,
    /broken \+3 frames$/,
    /\+12 frames$/,
    /heartbeat of/,
  ]);
  assert.deepEqual(requested, [jobId]);
  await screen.logs.press('log.remove-filter');
  await screen.logs.shows(mixed);
  await screen.logs.press('log.follow');
  await screen.logs.press('log.filter-job');
  await screen.logs.isTitled('· job TopSpeedWindowing');
  await screen.logs.shows([heartbeatOfJob.replace(' ', '▶')]);
});

test('follows the pods of a job and shows their warnings', async () => {
  const vertices = [{ id: 'v', name: 'Source: Words -> Map', parallelism: 1, status: 'RUNNING', tasks: {} }];
  const { endTime, ...detail } = jobOverview({ name: 'TopSpeedWindowing' });
  const opened = await openMixed({
    job: async () => ({ ...detail, endTime, vertices }),
    taskManagersOfVertex: async (id: string, vertexId: string) =>
      id === jobId && vertexId === 'v' ? [taskManager] : [],
  });
  const { screen, session, write, writeOther } = opened;
  write(head('WARN', 'runtime.taskmanager.Task', 'Source: Words -> Map (1/2)#0 is slow'));
  writeOther(60, head('WARN', 'Other', `of a pod without the job ${jobId}`));
  await screen.pods.select('7d9c8b6f4-x2x9k');
  await screen.logs.setLevel('warn');
  await screen.logs.isTitled('3 Logs of 7d9c8b6f4-x2x9k · WARN+');
  await screen.jobs.press('job.logs');
  await screen.logs.isTitled('3 Logs of 2 pods · WARN+ · job TopSpeedWindowing');
  await screen.logs.shows([/switched from RUNNING/, /\+3 frames$/, /\+12 frames$/, /#0 is slow$/]);
  await screen.terminal.until(
    'the logs of the job to be followed',
    () => session.followed().join() === followed.join(),
  );
  await screen.logs.press('log.remove-filter');
  await screen.logs.isTitled('3 Logs of 7d9c8b6f4-x2x9k · WARN+');
});

test('follows all pods if Flink does not report the TaskManagers of the job', async () => {
  const { screen, writeOther } = await openMixed({ job: () => Promise.reject(new Error('Flink is unreachable')) });
  writeOther(60, head('WARN', 'Other', `of the job ${jobId}`));
  await screen.logs.setLevel('warn');
  await screen.jobs.press('job.logs');
  await screen.logs.isTitled('3 Logs of 3 pods · WARN+ · job TopSpeedWindowing');
  await screen.logs.shows([/of the job a1b2/]);
  await screen.message(/Showing all pods, filtered by job id and name only: Flink is unreachable/);
  await screen.pods.press('pod.show-logs');
  await screen.logs.isTitled('3 Logs of taskmanager-1-1 · WARN+ · job TopSpeedWindowing');
});

test('explains an empty result and names the key that removes the filter', async () => {
  const { screen } = await openMixed();
  await screen.logs.filter('no such thing');
  await screen.logs.shows([' No matching lines. Backspace removes the last filter']);
  screen.press('screen.back');
  await screen.logs.shows(mixed);
});

test('keeps the paused line when a filter is added', async () => {
  const { screen, writeMany, write } = await openLogs();
  writeMany(1, 30);
  await screen.logs.shows(rowsOf(24, 30));
  await screen.logs.moveUp(3);
  await screen.logs.shows(rowsOf(24, 30, 27));
  writeMany(31, 40);
  await screen.logs.filter('7.');
  await screen.logs.shows([' line 7.', ' line 17.', '▶line 27.']);
  await screen.logs.isTitled('paused, 1 new');
  write('7.');
  await screen.logs.isTitled('paused, 2 new');
});

test('keeps the line under the cursor visible when filters change', async () => {
  const { screen, write } = await openLogs();
  for (let index = 1; index <= 300; index += 1) {
    write(head(index % 10 === 0 ? 'WARN' : 'INFO', 'Task', `line ${index}.`));
  }
  const cursorIsOn = (line: number) => screen.logs.contains(new RegExp(`^▶.*line ${line}\\.`, 'm'));
  await screen.logs.contains('line 300.');
  await screen.logs.search('line 150.');
  await cursorIsOn(150);
  await screen.logs.setLevel('warn');
  await screen.logs.showsNo('line 151.');
  await cursorIsOn(150);
  await screen.logs.filter('!line 3');
  await screen.logs.isTitled('!"line 3"');
  await cursorIsOn(150);
  await screen.logs.setLevel('all');
  await screen.logs.contains('INFO');
  await cursorIsOn(150);
  await screen.logs.press('log.remove-filter');
  await screen.logs.showsNo('!"line 3"');
  await cursorIsOn(150);
  await screen.logs.filter('!line 150');
  await cursorIsOn(149);
});

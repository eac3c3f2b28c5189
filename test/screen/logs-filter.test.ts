import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobDetail } from '../../src/flink/responses.ts';
import { jobOverview, podRow } from '../support/session.ts';
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
  await screen.footer.shows('+ - level all');
  for (const level of ['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']) {
    await screen.logs.press('log.raise-level');
    await screen.footer.shows(`+ - level ${level}+`);
    await screen.logs.isTitled(`3 Logs of taskmanager-1-1 · ${level}+`);
  }
  await screen.logs.shows([printed]);
  await screen.logs.press('log.raise-level');
  await screen.message('FATAL is the highest level');
  for (const level of ['ERROR', 'WARN']) {
    await screen.logs.press('log.lower-level');
    await screen.footer.shows(`+ - level ${level}+`);
  }
  await screen.logs.shows([slow, printed, ...foldedFailure]);
  await screen.logs.press('log.lower-level');
  await screen.logs.press('log.lower-level');
  await screen.logs.press('log.lower-level');
  await screen.footer.shows('+ - level all');
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
  await screen.footer.shows('+ - level all');
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
    const vertex = {
      id: 'v',
      name: 'Source: Words -> Map',
      parallelism: 2,
      status: 'RUNNING',
      tasks: {},
      inputs: [],
      counters: undefined,
    };
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
  // The health of the job needs the same request.
  assert.deepEqual([...new Set(requested)], [jobId]);
  await screen.logs.press('log.remove-filter');
  await screen.logs.shows(mixed);
  await screen.logs.press('log.follow');
  await screen.logs.press('log.filter-job');
  await screen.logs.isTitled(/· job TopSpeedWindowing$/);
  await screen.logs.contains('switched to RUNNING', /^▶.*heartbeat of/m);
});

test('follows the pods of a job and shows their warnings', async () => {
  const vertices = [
    {
      id: 'v',
      name: 'Source: Words -> Map',
      parallelism: 1,
      status: 'RUNNING',
      tasks: {},
      inputs: [],
      counters: undefined,
    },
  ];
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

test('says that the TaskManagers of a job are not known yet', async () => {
  const response = Promise.withResolvers<JobDetail>();
  const { screen } = await openMixed({ job: () => response.promise, taskManagersOfVertex: async () => [taskManager] });
  await screen.jobs.press('job.logs', 'o');
  await screen.logs.isFocused();
  await screen.logs.isTitled('3 Logs of 7d9c8b6f4-x2x9k · job TopSpeedWindowing finding TaskManagers…');
  const vertices = [
    {
      id: 'v',
      name: 'Source: Words -> Map',
      parallelism: 1,
      status: 'RUNNING',
      tasks: {},
      inputs: [],
      counters: undefined,
    },
  ];
  response.resolve({ ...jobOverview({ name: 'TopSpeedWindowing' }), vertices });
  await screen.logs.isTitled(/^3 Logs of 2 pods · job TopSpeedWindowing$/);
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
  await screen.logs.shows([' No matching lines in taskmanager-1-1', ' Backspace removes the filter "no such thing"']);
  screen.press('screen.back');
  await screen.logs.shows(mixed);
});

test('an empty result says which other pods have matching lines, and a shows them', async () => {
  const { screen, writeOther } = await openMixed();
  writeOther(60, head('WARN', 'Rpc', 'lost the broker'));
  writeOther(61, head('INFO', 'Rpc', 'found the broker'));
  await screen.logs.filter('broker');
  await screen.logs.shows([
    ' No matching lines in taskmanager-1-1',
    ' 2 lines match in taskmanager-1-2: a shows all pods',
    ' Backspace removes the filter "broker"',
  ]);
  writeOther(62, head('INFO', 'Rpc', 'lost the broker again'));
  await screen.logs.contains('3 lines match in taskmanager-1-2');
  await screen.logs.press('log.all-pods');
  await screen.logs.isTitled('3 Logs of 3 pods · "broker"');
  await screen.logs.shows([/lost the broker$/, /found the broker$/, /lost the broker again$/]);
  await screen.logs.press('log.all-pods');
  await screen.logs.isTitled('3 Logs of taskmanager-1-1 · "broker"');
  await screen.logs.press('log.remove-filter');
  await screen.logs.filter('nowhere');
  await screen.logs.shows([
    ' No matching lines in taskmanager-1-1',
    ' No matching lines in the other pods',
    ' Backspace removes the filter "nowhere"',
  ]);
});

test('all pods include pods that start later, and Esc shows the selected pod again', async () => {
  const { screen, session } = await openMixed();
  await screen.logs.press('log.all-pods');
  await screen.logs.isTitled('3 Logs of 3 pods');
  const pods = session.store.getState().pods ?? [];
  session.change({ pods: [...pods, podRow({ name: 'my-first-flink-cluster-taskmanager-1-3' })] });
  await screen.logs.isTitled('3 Logs of 4 pods');
  screen.press('screen.back');
  await screen.logs.isTitled('3 Logs of taskmanager-1-1');
});

test('an empty result says how many lines the level hides, and - shows them', async () => {
  const { screen, write } = await openLogs();
  for (let index = 1; index <= 34; index += 1) write(head('INFO', 'Task', `line ${index}`));
  await screen.logs.contains('line 34');
  await screen.logs.setLevel('warn');
  await screen.logs.shows([' No matching lines in taskmanager-1-1', ' 34 lines match below WARN: - lowers the level']);
  await screen.logs.filter('line 3');
  await screen.logs.shows([
    ' No matching lines in taskmanager-1-1',
    ' 6 lines match below WARN: - lowers the level',
    ' Backspace removes the filter "line 3"',
  ]);
  await screen.logs.press('log.lower-level');
  await screen.logs.shows([3, 30, 31, 32, 33, 34].map((line) => new RegExp(`line ${line}$`)));
});

test('counts at most 1000 hidden lines', async () => {
  const { screen, writeAtOnce } = await openLogs();
  writeAtOnce(...Array.from({ length: 5000 }, (_, index) => head('INFO', 'Task', `line ${index}.`)));
  await screen.logs.contains('line 4999.');
  await screen.logs.setLevel('warn');
  await screen.logs.shows([
    ' No matching lines in taskmanager-1-1',
    ' At least 1000 lines match below WARN: - lowers the level',
  ]);
});

test('keeps the paused line when a filter is added', async () => {
  const { screen, writeMany, write } = await openLogs();
  writeMany(1, 30);
  await screen.logs.shows(rowsOf(21, 30));
  await screen.logs.moveUp(3);
  await screen.logs.shows(rowsOf(21, 30, 27));
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

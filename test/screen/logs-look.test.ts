import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, head, openLogs } from './open-logs.ts';

/** A job of the session. */
const job = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const slot = 'a097ca45245dfd18c170852d4b17b86a';
const coordinator = 'runtime.checkpoint.CheckpointCoordinator';
const triggering = head(
  'INFO',
  coordinator,
  `Triggering checkpoint 175 (type=CheckpointType{name='Checkpoint', sharingFilesStrategy=FORWARD_BACKWARD}) @ 1795834753000 for job ${job}.`,
);
const completed = head(
  'INFO',
  coordinator,
  `Completed checkpoint 175 for job ${job} (48088726 bytes, checkpointDuration=371 ms, finalizationTime=1 ms).`,
);
const shownTriggering = '00:15:43 INFO  CheckpointCoordinator - Triggering checkpoint 175 · job a1b2c3d4';
const shownCompleted =
  '00:15:43 INFO  CheckpointCoordinator - Completed checkpoint 175 (45.9 MiB, 371 ms) · job a1b2c3d4';

type Opened = Awaited<ReturnType<typeof openLogs>>;

/** The style of the first occurrence of this text in the logs. */
function styleOf({ terminal }: Opened, text: string) {
  const row = terminal.rows().findLastIndex((line) => line.includes(text));
  const column = terminal.rows()[row]?.indexOf(text) ?? -1;
  const cell = terminal.terminal.buffer.active.getLine(row)?.getCell(column);
  assert.ok(cell, `not on the screen: ${text}\n${terminal.text()}`);
  return { foreground: cell.getFgColor(), background: cell.getBgColor(), isDim: cell.isDim() !== 0 };
}

const plain = -1;

test("frequent messages of Flink have a short form, and the event's details and the copy have the whole text", async () => {
  const { screen, write } = await openLogs({ columns: 120, rows: 40 });
  write(triggering, completed);
  await screen.logs.shows([` ${shownTriggering}`, ` ${shownCompleted}`]);
  await screen.logs.moveUp();
  await screen.logs.shows([`▶${shownTriggering}`, ` ${shownCompleted}`]);
  await screen.logs.press('log.copy-line');
  await screen.copied(triggering);
  await screen.logs.press('log.event');
  await screen.result.shows(
    `Job ${job} TopSpeedWindowing`,
    "Triggering checkpoint 175 (type=CheckpointType{name='Checkpoint', sharingFilesStrategy=FORWARD_BACKWARD})",
    `for job ${job}.`,
  );
});

test('a wrapped line keeps its text and has the colours of an unwrapped line', async () => {
  const opened = await openLogs({ columns: 200, rows: 40 });
  const { screen, write } = opened;
  write(head('WARN', 'runtime.taskmanager.Task', `slow slot ${slot} of job ${job}`));
  await screen.logs.shows([' 00:15:43 WARN  Task - slow slot a097ca45 of job a1b2c3d4']);
  const [level, id] = [styleOf(opened, 'WARN'), styleOf(opened, 'a1b2c3d4')];
  await screen.logs.press('log.wrap');
  await screen.logs.contains(`slow slot ${slot} of job`);
  assert.deepEqual(styleOf(opened, 'WARN'), level);
  assert.deepEqual(styleOf(opened, job.slice(0, 4)), id);
  assert.equal(styleOf(opened, '2026-11-24').isDim, true);
});

test('a search for a whole id marks the short id and counts the line', async () => {
  const opened = await openLogs({ columns: 120, rows: 40 });
  const { screen, write } = opened;
  write(head('INFO', 'runtime.taskexecutor.TaskExecutor', `Activate slot ${slot}.`), triggering);
  await screen.logs.shows([' 00:15:43 INFO  TaskExecutor - Activate slot a097ca45.', ` ${shownTriggering}`]);
  await screen.logs.search(slot);
  await screen.message(new RegExp(`^/${slot}: 1 of 1`));
  await screen.logs.shows(['▶00:15:43 INFO  TaskExecutor - Activate slot a097ca45.', ` ${shownTriggering}`]);
  const match = styleOf(opened, 'a097ca45.').background;
  assert.notEqual(match, plain);
  assert.notEqual(styleOf(opened, 'Activate').background, match);
  await screen.logs.search(slot.slice(20));
  await screen.message(/: 1 of 1/);
  assert.equal(styleOf(opened, 'a097ca45.').background, match);
});

test('a match that the short form hides is shown in the whole message', async () => {
  const { screen, write } = await openLogs({ columns: 160, rows: 40 });
  write(triggering, completed);
  await screen.logs.shows([` ${shownTriggering}`, ` ${shownCompleted}`]);
  await screen.logs.search('48088726');
  await screen.logs.shows([
    ` ${shownTriggering}`,
    '▶00:15:43 INFO  CheckpointCoordinator - Completed checkpoint 175 for job a1b2c3d4 (48088726 bytes, checkpointDuration=371 ms, finalizationTime=1 ms).',
  ]);
  await screen.logs.search('checkpoint 175');
  await screen.message(/2 of 2/);
  await screen.logs.shows([` ${shownTriggering}`, `▶${shownCompleted}`]);
});

test('scrolls to a match after ids that are shown in their short form', async () => {
  const { screen, write } = await openLogs();
  const ids = Array.from({ length: 12 }, () => slot).join(' ');
  write(head('INFO', 'runtime.taskexecutor.TaskExecutor', `${ids} needle ${'y'.repeat(200)}`));
  await screen.logs.contains('a097ca45 a097ca45');
  await screen.logs.search('needle');
  await screen.logs.shows([/^▶.*a097ca45 needle y+$/]);
});

test('ids in paths, in printed lines and of other loggers keep their length, except for ids of jobs', async () => {
  const { screen, write } = await openLogs({ columns: 160, rows: 40 });
  const other = `2026-11-24 00:15:43,058 INFO  com.example.Pay [] - payment ${slot} of ${job}`;
  write(head('INFO', 'Task', `stored file:/checkpoints/${job}/chk-7`), other, `printed ${slot} ${job}`);
  await screen.logs.shows([
    ` 00:15:43 INFO  Task - stored file:/checkpoints/${job}/chk-7`,
    ` 00:15:43 INFO  Pay - payment ${slot} of a1b2c3d4`,
    ` printed ${slot} ${job}`,
  ]);
});

test('the parts of a line differ in colour, and messages do not', async () => {
  const opened = await openLogs({ columns: 120, rows: 60 });
  const { screen, write, writeAtOnce } = opened;
  write(head('INFO', 'A', 'fine'), head('WARN', 'A', 'slow'), head('DEBUG', 'A', 'details'));
  writeAtOnce(...failure, '\tat java.base/java.lang.Thread.run(Thread.java:840)', '\t... 9 more');
  write('printed by a job');
  await screen.logs.press('log.unfold-all');
  await screen.logs.contains('printed by a job');
  const colourOf = (text: string) => styleOf(opened, text).foreground;
  assert.equal(styleOf(opened, '00:15:43 INFO').isDim, true);
  assert.notEqual(colourOf('WARN'), colourOf('ERROR'));
  for (const message of ['fine', 'slow', 'Source: Words', 'printed by', 'at com.example.Job.first'])
    assert.deepEqual([colourOf(message), styleOf(opened, message).isDim], [plain, false], message);
  for (const exception of ['java.lang.IllegalStateException', 'Caused by: java.io'])
    assert.equal(colourOf(exception), colourOf('ERROR'), exception);
  for (const quiet of ['at java.base', '... 9 more', 'details'])
    assert.equal(styleOf(opened, quiet).isDim, true, quiet);
});

test('the line under the cursor keeps the colours of its parts', async () => {
  const opened = await openLogs({ columns: 120, rows: 40 });
  const { screen, write } = opened;
  write(head('ERROR', 'A', `job ${job} failed`), 'end');
  await screen.logs.contains('end');
  const colours = () => ['ERROR', 'a1b2c3d4', 'failed'].map((text) => styleOf(opened, text).foreground);
  await screen.logs.contains(' 00:15:43 ERROR A - job a1b2c3d4 failed');
  const before = colours();
  await screen.logs.moveUp();
  await screen.logs.contains('▶00:15:43 ERROR A - job a1b2c3d4 failed');
  assert.deepEqual(colours(), before);
});

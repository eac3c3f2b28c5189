import type { FlinkRest } from '../../src/flink/rest.ts';
import type { SaveLines } from '../../src/logs/save-lines.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, sessionSnapshot } from '../support/session.ts';

const clusterId = 'my-first-flink-cluster';
export const taskManager = `${clusterId}-taskmanager-1-1`;
const otherTaskManager = `${clusterId}-taskmanager-1-2`;

/** Returns the first line of an event in Flink's default layout. */
export function head(level: string, logger: string, message: string, time = '00:15:43,058'): string {
  return `2026-11-24 ${time} ${level.padEnd(5)} ${`org.apache.flink.${logger}`.padEnd(60)} [] - ${message}`;
}

/** Opens the screen and focuses the logs of a TaskManager. Lines of `write` are one second apart. */
export async function openLogs({
  columns = 80,
  rows = 24,
  flink = {},
  saveLines,
}: {
  readonly columns?: number;
  readonly rows?: number;
  readonly flink?: Partial<FlinkRest>;
  readonly saveLines?: SaveLines;
} = {}) {
  const session = fakeSession(sessionSnapshot(), flink);
  const screen = openScreen(
    {
      target: { clusterId },
      source: { attach: async () => session },
      ...(saveLines === undefined ? {} : { saveLines }),
    },
    { columns, rows },
  );
  await screen.pods.select('taskmanager-1-1');
  screen.press('pane.logs');
  await screen.logs.isFocused();
  await screen.logs.isTitled('3 Logs of taskmanager-1-1');
  const log = session.logs.open({ uid: `uid-${taskManager}`, pod: taskManager, container: 'flink-main-container' });
  log.setState({ state: 'following' });
  let second = 0;
  const write = (...lines: readonly string[]) => {
    for (const line of lines) {
      second += 1;
      log.write(Buffer.from(`${new Date(second * 1000).toISOString().replace('Z', '000000Z')} ${line}\n`));
    }
  };
  /** Writes lines with the same timestamp, as for a stack trace. */
  const writeAtOnce = (...lines: readonly string[]) => {
    second += 1;
    const at = new Date(second * 1000).toISOString().replace('Z', '000000Z');
    log.write(Buffer.from(lines.map((line) => `${at} ${line}\n`).join('')));
  };
  const writeMany = (from: number, to: number) => {
    for (let index = from; index <= to; index += 1) write(`line ${index}.`);
  };
  /** Writes a line of another pod with a timestamp of the given second. */
  const writeOther = (at: number, line: string) => {
    session.logs
      .open({ uid: `uid-${otherTaskManager}`, pod: otherTaskManager, container: 'flink-main-container' })
      .write(Buffer.from(`${new Date(at * 1000).toISOString().replace('Z', '000000Z')} ${line}\n`));
  };
  return { session, screen, terminal: screen.terminal, log, write, writeAtOnce, writeMany, writeOther };
}

/** An event with an exception of 3 frames and its cause of 12 frames, as Flink logs it. */
export const failure = [
  head('ERROR', 'runtime.taskmanager.Task', 'Source: Words -> Map (1/2)#0 switched from RUNNING to FAILED'),
  'java.lang.IllegalStateException: broken',
  '\tat com.example.Job.first(Job.java:1)',
  '\tat com.example.Job.second(Job.java:2)',
  '\tat com.example.Job.third(Job.java:3)',
  'Caused by: java.io.IOException: Disk full',
  ...Array.from({ length: 12 }, (_, index) => `\tat com.example.Disk.write(Disk.java:${index})`),
] as const;

/** The rows of `failure` in the logs pane at 80 columns, with folded stack traces. */
export const foldedFailure = [
  ' 00:15:43 ERROR Task - Source: Words -> Map (1/2)#0 switched from RUNNING to F…',
  ' java.lang.IllegalStateException: broken +3 frames',
  ' Caused by: java.io.IOException: Disk full +12 frames',
] as const;

/** Returns the rows that show lines of `writeMany`. The row under the cursor has a mark. */
export function rowsOf(from: number, to: number, cursor?: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const number = from + index;
    return `${number === cursor ? '▶' : ' '}line ${number}.`;
  });
}

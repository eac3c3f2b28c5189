import { createInterface } from 'node:readline';
import { parseCommandLine } from '../../commands/line/parse.ts';
import { exitCodes } from '../../commands/record/command-error.ts';
import type { Connection } from '../../session/session.ts';
import { writeText } from '../print/write.ts';
import type { PrintFailure } from '../program/failure.ts';
import type { RunOptions } from '../program/run-options.ts';
import { runCommand } from './run-command.ts';
import { createServices } from './services.ts';
import { warnAboutUnverifiedRest } from './warn-about-insecure-connection.ts';
import { warnAboutOverdueLevels } from './warn-about-overdue-levels.ts';

/**
 * Runs `attach` without a screen: runs each line of standard input as a command, like kubernetes-session.sh. Continues
 * after a failure, and resolves with the exit code of the last command that failed.
 */
export async function runPipe(
  connect: () => Promise<Connection>,
  options: RunOptions,
  printFailure: PrintFailure,
): Promise<number> {
  const { streams, signal } = options;
  const connection = await connect();
  const services = createServices('pipe', connection, options);
  await warnAboutOverdueLevels(services, options);
  const input = createInterface({ input: streams.stdin, crlfDelay: Number.POSITIVE_INFINITY, signal });
  const lines = input[Symbol.asyncIterator]();
  /** The next input line answers a confirmation. */
  const readAnswer = async () => {
    const next = await lines.next();
    return next.done === true ? undefined : next.value;
  };
  let exitCode: number = exitCodes.success;
  if (streams.stdin.isTTY) {
    await writeText(streams.stderr, 'Not a terminal: reading commands from standard input (help lists them)');
  }
  if (connection.mode === 'application') {
    const note = `${connection.target.clusterId} is an application cluster: it ends with its job`;
    await writeText(streams.stderr, note);
  }
  try {
    for await (const line of lines) {
      if (line.trim().startsWith('#')) continue;
      try {
        const parsed = parseCommandLine(line);
        if (parsed === undefined) continue;
        const { endsAttachment } = await runCommand(parsed, services, { ...options, readAnswer });
        if (endsAttachment) break;
      } catch (error) {
        signal.throwIfAborted();
        exitCode = printFailure(error);
      }
    }
    signal.throwIfAborted();
    return exitCode;
  } finally {
    input.close();
    await warnAboutUnverifiedRest(connection, options);
    await connection.close();
  }
}

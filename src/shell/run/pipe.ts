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
 * `attach` without a screen: commands from standard input, one a line, each done when the next one begins, as
 * kubernetes-session.sh takes them. Ends with the input, or with a command that leaves. A command that fails is
 * told, and the next one runs; the exit code is that of the last one that failed.
 */
export async function runPipe(
  connect: () => Promise<Connection>,
  terms: RunOptions,
  tellFailure: PrintFailure,
): Promise<number> {
  const { streams, signal } = terms;
  const connection = await connect();
  const services = createServices('pipe', connection, terms.local);
  await warnAboutOverdueLevels(services, terms);
  const input = createInterface({ input: streams.stdin, crlfDelay: Number.POSITIVE_INFINITY, signal });
  const lines = input[Symbol.asyncIterator]();
  /** The answer to a question is the next line of the same input. */
  const readAnswer = async () => {
    const next = await lines.next();
    return next.done === true ? undefined : next.value;
  };
  let exitCode: number = exitCodes.done;
  if (streams.stdin.isTTY) {
    await writeText(
      streams.stderr,
      'No screen without a terminal to draw on: type commands, one a line; help lists them.',
    );
  }
  if (connection.mode === 'application') {
    const note = `${connection.target.clusterId} is an application cluster: it runs one job, and ends with it`;
    await writeText(streams.stderr, note);
  }
  try {
    for await (const line of lines) {
      if (line.trim().startsWith('#')) continue;
      try {
        const use = parseCommandLine(line);
        if (use !== undefined && (await runCommand(use, services, { ...terms, readAnswer }))) break;
      } catch (error) {
        signal.throwIfAborted();
        exitCode = tellFailure(error);
      }
    }
    signal.throwIfAborted();
    return exitCode;
  } finally {
    input.close();
    await warnAboutUnverifiedRest(connection, terms);
    await connection.close();
  }
}

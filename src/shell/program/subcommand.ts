import { parseInput } from '../../commands/line/parse.ts';
import type { Command } from '../../commands/record/command.ts';
import { exitCodes } from '../../commands/record/command-error.ts';
import { formatOf } from '../../commands/record/output-format.ts';
import type { Connection } from '../../session/session.ts';
import { printResult } from '../print/print-result.ts';
import { runCommand } from '../run/run-command.ts';
import { createServices } from '../run/services.ts';
import { warnAboutUnverifiedRest } from '../run/warn-about-insecure-connection.ts';
import { warnAboutOverdueLevels } from '../run/warn-about-overdue-levels.ts';
import type { RunOptions } from './run-options.ts';

/** `flink-tui cancel ID JOB`: one command over one connection. Its words are checked before anything is sent. */
export async function runSubcommand(
  command: Command,
  words: readonly string[],
  connect: () => Promise<Connection>,
  terms: RunOptions,
): Promise<number> {
  const input = parseInput(command, words);
  const { withoutSession } = command;
  const connection = await connect().catch(async (error: unknown) => {
    if (withoutSession === undefined || terms.signal.aborted) throw error;
    await printResult(command, withoutSession(error), formatOf(input) ?? terms.format, terms);
  });
  if (connection === undefined) return exitCodes.done;
  try {
    const services = createServices('subcommand', connection, terms.local);
    if (command.reportsOverdueLevels !== true) await warnAboutOverdueLevels(services, terms);
    await runCommand({ command, input }, services, terms);
    return exitCodes.done;
  } finally {
    await warnAboutUnverifiedRest(connection, terms);
    await connection.close();
  }
}

import type { Command } from '../commands/command.ts';
import { exitCodes } from '../commands/command-error.ts';
import { formatOf } from '../commands/output-format.ts';
import { parseInput } from '../commands/parse.ts';
import type { Connection } from '../session/session.ts';
import { runCommand } from './run-command.ts';
import { createServices } from './services.ts';
import { tellResult } from './tell-result.ts';
import type { Terms } from './terms.ts';
import { warnOfUnverifiedRest } from './warn-of-insecure-connection.ts';
import { warnOfOverdueLevels } from './warn-of-overdue-levels.ts';

/** `flink-tui cancel ID JOB`: one command over one connection. Its words are checked before anything is sent. */
export async function runSubcommand(
  command: Command,
  words: readonly string[],
  connect: () => Promise<Connection>,
  terms: Terms,
): Promise<number> {
  const input = parseInput(command, words);
  const { withoutSession } = command;
  const connection = await connect().catch(async (error: unknown) => {
    if (withoutSession === undefined || terms.signal.aborted) throw error;
    await tellResult(command, withoutSession(error), formatOf(input) ?? terms.format, terms);
  });
  if (connection === undefined) return exitCodes.done;
  try {
    const services = createServices('subcommand', connection, terms.local);
    if (command.tellsOverdueLevels !== true) await warnOfOverdueLevels(services, terms);
    await runCommand({ command, input }, services, terms);
    return exitCodes.done;
  } finally {
    await warnOfUnverifiedRest(connection, terms);
    await connection.close();
  }
}

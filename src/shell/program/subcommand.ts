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

/** Runs one command over its own connection: `flink-tui cancel ID JOB`. Validates the arguments before connecting. */
export async function runSubcommand(
  command: Command,
  args: readonly string[],
  connect: () => Promise<Connection>,
  options: RunOptions,
): Promise<number> {
  const input = parseInput(command, args, 'subcommand');
  const { withoutSession } = command;
  const connection = await connect().catch(async (error: unknown) => {
    if (withoutSession === undefined || options.signal.aborted) throw error;
    await printResult(command, withoutSession(error), formatOf(input) ?? options.format, options);
  });
  if (connection === undefined) return exitCodes.success;
  try {
    const services = createServices('subcommand', connection, options);
    if (command.reportsOverdueLevels !== true) await warnAboutOverdueLevels(services, options);
    const { exitCode } = await runCommand({ command, input }, services, options);
    return exitCode;
  } finally {
    await warnAboutUnverifiedRest(connection, options);
    await connection.close();
  }
}

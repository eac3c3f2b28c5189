import type { Command } from '../commands/command.ts';
import { exitCodes } from '../commands/command-error.ts';
import { parseInput } from '../commands/parse.ts';
import type { Connection } from '../session/session.ts';
import { runCommand, type Terms } from './run-command.ts';

/** `flink-tui cancel ID JOB`: one command over one connection. Its words are checked before anything is sent. */
export async function runSubcommand(
  command: Command,
  words: readonly string[],
  connect: () => Promise<Connection>,
  terms: Terms,
): Promise<number> {
  const input = parseInput(command, words);
  const connection = await connect();
  try {
    await runCommand({ command, input }, connection, terms);
    return exitCodes.done;
  } finally {
    await connection.close();
  }
}

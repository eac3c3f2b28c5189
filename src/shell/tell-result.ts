import type { Command } from '../commands/command.ts';
import { CommandError, type ExitCode } from '../commands/command-error.ts';
import { type OutputFormat, renderResult } from '../commands/output-format.ts';
import { printableLines } from '../text/printable.ts';
import type { Terms } from './run-command.ts';
import { writeText } from './write.ts';

/** Prints the result; rejects if it means a failure. */
export async function tellResult(
  command: Command,
  result: unknown,
  format: OutputFormat,
  { streams, signal }: Pick<Terms, 'streams' | 'signal'>,
): Promise<void> {
  const text = await renderResult(command.render, result, format);
  // A program is given names as they are; a terminal would obey what is in them.
  await writeText(streams.stdout, streams.stdout.isTTY === true ? printableLines(text) : text, signal);
  const failure = command.failure?.(result);
  if (failure === undefined) return;
  const { exitCode, message, hints, cause } = failure;
  throw new CommandError(exitCode as ExitCode, message, hints, { cause });
}

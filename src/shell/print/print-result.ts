import { setImmediate } from 'node:timers/promises';
import type { Command } from '../../commands/record/command.ts';
import { CommandError, type ExitCode } from '../../commands/record/command-error.ts';
import { type OutputFormat, renderBlocks } from '../../commands/record/output-format.ts';
import { printableLines } from '../../text/printable.ts';
import type { RunOptions } from '../program/run-options.ts';
import { writeText } from './write.ts';

/** Prints the result of a command. Rejects if the result is a failure. */
export async function printResult(
  command: Command,
  result: unknown,
  format: OutputFormat,
  { streams, signal }: Pick<RunOptions, 'streams' | 'signal'>,
): Promise<void> {
  let isFirst = true;
  for await (const text of renderBlocks(command.render, result, format)) {
    // A pipe accepts every block immediately, but Node frees written data only in the next iteration of the event loop.
    if (!isFirst) await setImmediate(undefined, { signal });
    isFirst = false;
    // A program gets names unchanged. A terminal would execute escape sequences in them.
    await writeText(streams.stdout, streams.stdout.isTTY === true ? printableLines(text) : text, signal);
  }
  const failure = command.failure?.(result);
  if (failure === undefined) return;
  const { exitCode, message, hints, cause } = failure;
  throw new CommandError(exitCode as ExitCode, message, hints, { cause });
}

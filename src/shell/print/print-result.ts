import { setImmediate } from 'node:timers/promises';
import type { Command } from '../../commands/record/command.ts';
import { CommandError, type ExitCode } from '../../commands/record/command-error.ts';
import { type OutputFormat, renderBlocks } from '../../commands/record/output-format.ts';
import { printableLines } from '../../text/printable.ts';
import type { RunOptions } from '../program/run-options.ts';
import { writeText } from './write.ts';

/** Prints the result; rejects if it means a failure. */
export async function printResult(
  command: Command,
  result: unknown,
  format: OutputFormat,
  { streams, signal }: Pick<RunOptions, 'streams' | 'signal'>,
): Promise<void> {
  let isFirst = true;
  for await (const text of renderBlocks(command.render, result, format)) {
    // A pipe takes everything at once, but Node frees what was written only in the next turn of its loop.
    if (!isFirst) await setImmediate(undefined, { signal });
    isFirst = false;
    // A program is given names as they are; a terminal would obey what is in them.
    await writeText(streams.stdout, streams.stdout.isTTY === true ? printableLines(text) : text, signal);
  }
  const failure = command.failure?.(result);
  if (failure === undefined) return;
  const { exitCode, message, hints, cause } = failure;
  throw new CommandError(exitCode as ExitCode, message, hints, { cause });
}

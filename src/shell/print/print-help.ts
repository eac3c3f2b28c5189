import type { Command as Program } from 'commander';
import { helpRendering } from '../../commands/general/help.ts';
import { CommandError, exitCodes } from '../../commands/record/command-error.ts';
import { namesOf } from '../../commands/record/command-names.ts';
import { isText, type OutputFormat, renderResult } from '../../commands/record/output-format.ts';
import { commands } from '../../commands/table.ts';
import { findSubcommand } from '../program/find-subcommand.ts';
import { unknownSubcommandError } from '../program/usage-error.ts';

/** Prints `flink-tui help`: commander's help as text, or the commands as data with -o json, yaml or name. */
export async function printHelp(name: string | undefined, format: OutputFormat, program: Program): Promise<number> {
  const topic = name === undefined ? program : findSubcommand(program, name);
  if (topic === undefined) throw unknownSubcommandError(name ?? '', program);
  if (isText(format)) topic.outputHelp();
  else program.configureOutput().writeOut?.(`${await helpOfCommands(name, format)}\n`);
  return exitCodes.success;
}

async function helpOfCommands(name: string | undefined, format: OutputFormat): Promise<string> {
  const selected = name === undefined ? commands : commands.filter((command) => namesOf(command).includes(name));
  if (selected.length > 0) return renderResult(helpRendering, { commands: selected }, format);
  throw new CommandError(exitCodes.usage, `help ${name} is not available as ${format}`, [
    `Run flink-tui help ${name} for its usage`,
  ]);
}

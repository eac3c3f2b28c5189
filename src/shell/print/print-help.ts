import type { Command as Program } from 'commander';
import { helpRendering } from '../../commands/general/help.ts';
import { CommandError, exitCodes } from '../../commands/record/command-error.ts';
import { isText, type OutputFormat, renderResult } from '../../commands/record/output-format.ts';
import { commands } from '../../commands/table.ts';
import { unknownSubcommand } from '../program/usage-error.ts';

/** `flink-tui help`: for people the program's own help, for programs what `help` prints at the other doors. */
export async function printHelp(name: string | undefined, format: OutputFormat, program: Program): Promise<number> {
  const topic = name === undefined ? program : program.commands.find((sub) => sub.name() === name);
  if (topic === undefined) throw unknownSubcommand(name ?? '', program);
  if (isText(format)) topic.outputHelp();
  else program.configureOutput().writeOut?.(`${await helpOfCommands(name, format)}\n`);
  return exitCodes.done;
}

async function helpOfCommands(name: string | undefined, format: OutputFormat): Promise<string> {
  const about = name === undefined ? commands : commands.filter((command) => command.name === name);
  if (about.length > 0) return renderResult(helpRendering, { commands: about }, format);
  throw new CommandError(exitCodes.usage, `-o ${format} tells of commands, and ${name} is none`, [
    `flink-tui help ${name} tells how it is used.`,
  ]);
}

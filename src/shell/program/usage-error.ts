import type { CommanderError, Command as Program } from 'commander';
import { isBlank, unsetVariableHint } from '../../commands/line/parse.ts';
import { CommandError, exitCodes } from '../../commands/record/command-error.ts';
import { nearest } from '../../text/nearest.ts';

/** Commander's sentence in our way of speaking: `error: …\n(Did you mean --tail?)` */
export function usageError(error: CommanderError): CommandError {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  return new CommandError(exitCodes.usage, first, [
    ...rest.map((line) => line.replace(/^\((.*)\)$/, '$1')).filter((line) => line !== ''),
    'flink-tui --help shows how it is used.',
  ]);
}

export function unknownSubcommand(word: string, program: Program): CommandError {
  if (isBlank(word)) throw emptyArgument('subcommand');
  const [meant] = nearest(
    word,
    program.commands.map((sub) => sub.name()),
  );
  return new CommandError(exitCodes.usage, `there is no subcommand ${word}`, [
    meant === undefined ? `If it is a cluster-id: flink-tui attach ${word}` : `Did you mean ${meant}?`,
    'flink-tui --help lists the subcommands.',
  ]);
}

export function emptyArgument(name: string): CommandError {
  return new CommandError(exitCodes.usage, `the ${name} is empty`, [
    unsetVariableHint,
    'flink-tui --help shows how it is used.',
  ]);
}

export function noClusterId(subcommand: string): CommandError {
  return new CommandError(exitCodes.usage, `which session cluster? flink-tui ${subcommand} CLUSTER-ID`, [
    'flink-tui clusters lists them.',
  ]);
}

export function clusterIdIsFirst(subcommand: string, option: string): CommandError {
  return new CommandError(
    exitCodes.usage,
    `which session cluster? It comes before ${option}: flink-tui ${subcommand} CLUSTER-ID ${option}`,
    ['flink-tui clusters lists them.'],
  );
}

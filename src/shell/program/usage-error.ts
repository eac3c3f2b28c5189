import type { CommanderError, Command as Program } from 'commander';
import { isBlank, unsetVariableHint } from '../../commands/line/parse.ts';
import { CommandError, exitCodes } from '../../commands/record/command-error.ts';
import { nearest } from '../../text/nearest.ts';
import { namesOfSubcommand } from './find-subcommand.ts';

const usageHint = 'Run flink-tui --help for usage';
const listHint = 'Run flink-tui clusters to list the clusters';

/** Converts commander's error, such as `error: unknown option '--tial'\n(Did you mean --tail?)`. */
export function usageError(error: CommanderError): CommandError {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  return new CommandError(exitCodes.usage, first, [
    ...rest.map((line) => line.replace(/^\((.*)\)$/, '$1')).filter((line) => line !== ''),
    usageHint,
  ]);
}

export function unknownSubcommandError(name: string, program: Program): CommandError {
  if (isBlank(name)) throw emptyArgumentError('subcommand');
  const [suggestion] = nearest(name, program.commands.flatMap(namesOfSubcommand));
  return new CommandError(exitCodes.usage, `unknown subcommand '${name}'`, [
    suggestion === undefined
      ? `To attach to a cluster with this id: flink-tui attach ${name}`
      : `Did you mean ${suggestion}?`,
    'Run flink-tui --help to list the subcommands',
  ]);
}

export function emptyArgumentError(name: string): CommandError {
  return new CommandError(exitCodes.usage, `the ${name} is empty`, [unsetVariableHint, usageHint]);
}

export function missingClusterIdError(subcommand: string): CommandError {
  return new CommandError(exitCodes.usage, `${subcommand}: missing argument CLUSTER-ID`, [
    `Usage: flink-tui ${subcommand} CLUSTER-ID`,
    listHint,
  ]);
}

export function misplacedClusterIdError(subcommand: string, option: string): CommandError {
  return new CommandError(exitCodes.usage, `${subcommand}: CLUSTER-ID must come before ${option}`, [
    `Usage: flink-tui ${subcommand} CLUSTER-ID ${option}`,
    listHint,
  ]);
}

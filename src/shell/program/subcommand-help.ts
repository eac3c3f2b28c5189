import type { Help } from 'commander';
import { helpText } from '../../commands/line/usage.ts';
import type { Command } from '../../commands/record/command.ts';

/** What a shell's line takes: `CLUSTER-ID [JOB...]`. */
export function subcommandArguments(command: Command): string {
  const words = command.arguments.map(({ name, required, many }) => {
    const word = many ? `${name}...` : name;
    return required ? word : `[${word}]`;
  });
  return ['CLUSTER-ID', ...words].join(' ');
}

/** What `help COMMAND` tells at every door, and how it is called from a shell. */
export function subcommandHelp(command: Command, help: Help): string {
  const wrapped = helpText(command)
    .split('\n')
    // Lines that begin with a blank are columns.
    .map((line) => (line.startsWith(' ') ? line : help.boxWrap(line, help.helpWidth ?? 80)));
  return [
    wrapped.join('\n'),
    `From a shell: flink-tui ${command.name} ${subcommandArguments(command)}`,
    'flink-tui --help shows the options that may stand beside every subcommand.\n',
  ].join('\n\n');
}

import type { Help } from 'commander';
import { helpText } from '../../commands/line/usage.ts';
import type { Command } from '../../commands/record/command.ts';

/** The arguments of a subcommand: `CLUSTER-ID [JOB...]`. */
export function subcommandArguments(command: Command): string {
  const placeholders = command.arguments.map(({ name, required, many }) => {
    const placeholder = many ? `${name}...` : name;
    return required ? placeholder : `[${placeholder}]`;
  });
  return ['CLUSTER-ID', ...placeholders].join(' ');
}

/** The text of `help COMMAND` plus the shell syntax of the subcommand. */
export function subcommandHelp(command: Command, help: Help): string {
  const wrapped = helpText(command)
    .split('\n')
    // Indented lines are table rows.
    .map((line) => (line.startsWith(' ') ? line : help.boxWrap(line, help.helpWidth ?? 80)));
  return [
    wrapped.join('\n'),
    `As a subcommand: flink-tui ${command.name} ${subcommandArguments(command)}`,
    'Run flink-tui --help for the options of all subcommands.\n',
  ].join('\n\n');
}

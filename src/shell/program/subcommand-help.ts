import type { Help } from 'commander';
import { helpText } from '../../commands/line/usage.ts';
import type { Command } from '../../commands/record/command.ts';

/** The last line of the help of each subcommand. */
export const globalOptionsHint = 'Run flink-tui --help for global options.';

/** The arguments of a subcommand: `CLUSTER-ID [JOB...]`. */
export function subcommandArguments(command: Command): string {
  const placeholders = command.arguments.map(({ name, required, many }) => {
    const placeholder = many ? `${name}...` : name;
    return required ? placeholder : `[${placeholder}]`;
  });
  return ['CLUSTER-ID', ...placeholders].join(' ');
}

/** Returns the help of a command in shell syntax. */
export function subcommandHelp(command: Command, help: Help): string {
  const lines = helpText(command, 'subcommand')
    .split('\n')
    // Indented lines are table rows.
    .map((line) => (line.startsWith(' ') ? line : help.boxWrap(line, help.helpWidth ?? 80)));
  return `${lines.join('\n')}\n\n${globalOptionsHint}\n`;
}

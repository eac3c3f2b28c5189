import { largest } from '../../text/largest.ts';
import { wrapText } from '../../text/wrap-text.ts';
import type { Argument, Command, Option } from '../record/command.ts';
import { optionsOf } from '../record/output-format.ts';

/** Help must fit into a terminal of 80 columns. */
const columns = 80;

const groups: readonly { readonly group: Command['group']; readonly title: string }[] = [
  { group: 'jobs', title: 'Jobs' },
  { group: 'logs', title: 'Logs' },
  { group: 'cluster', title: 'Session cluster' },
  { group: 'client', title: 'Client' },
];

/** Commands are typed on a command line of flink-tui, or run as subcommands in a shell. */
export type Syntax = 'line' | 'subcommand';

/** `savepoint JOB [--savepoint-dir DIR] …`, or in a shell `flink-tui savepoint CLUSTER-ID JOB …`. */
export function usageLine(command: Command, syntax: Syntax = 'line'): string {
  return [
    ...(syntax === 'line' ? [command.name] : ['flink-tui', command.name, 'CLUSTER-ID']),
    ...command.arguments.map(usageOfArgument),
    ...command.options.map(
      ({ name, value, many }) => `[--${name}${value === undefined ? '' : ` ${value}`}]${many ? '...' : ''}`,
    ),
    ...(command.trailing === undefined ? [] : [`[-- ${command.trailing.name}]`]),
  ].join(' ');
}

/** Returns an overview of all commands in groups, one line each. */
export function overviewText(commands: readonly Command[]): string {
  const usageOf = (command: Command) => [command.name, ...command.arguments.map(usageOfArgument)].join(' ');
  const width = largest(commands.map((command) => usageOf(command).length));
  const sections = groups.map(({ group, title }) => [
    `${title}:`,
    ...commands
      .filter((command) => command.group === group)
      .map((command) => `  ${usageOf(command).padEnd(width)}  ${command.summary}`),
  ]);
  return [...sections.map((lines) => lines.join('\n')), 'Run help COMMAND for details.'].join('\n\n');
}

/** Converts a typed line, such as an example, to the shell. */
function inSyntax(line: string, syntax: Syntax): string {
  return syntax === 'line' ? line : line.replace(/^\S+/, 'flink-tui $& my-cluster');
}

/** Returns the complete help of one command. */
export function helpText(command: Command, syntax: Syntax = 'line'): string {
  const rows = [
    ...command.arguments.map((argument): [string, string] => [argument.name, argument.summary]),
    ...(command.trailing === undefined
      ? []
      : [[`-- ${command.trailing.name}`, command.trailing.summary] satisfies [string, string]]),
    ...optionsOf(command).map((option): [string, string] => [optionUsage(option), optionSummary(option)]),
  ];
  const width = largest(rows.map(([usage]) => usage.length));
  const sections = [
    `${command.name}: ${command.summary}`,
    wrapText(`Usage: ${usageLine(command, syntax)}`, columns, ' '.repeat('Usage: '.length)),
    command.aliases === undefined ? '' : `Aliases: ${command.aliases.join(', ')}`,
    ...command.description.split('\n\n').map((paragraph) => wrapText(paragraph, columns)),
    rows.map(([usage, summary]) => `  ${usage.padEnd(width)}  ${wrapColumn(summary, width + 4)}`).join('\n'),
    examplesText(command.examples.map((example) => inSyntax(example, syntax))),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function examplesText(examples: readonly string[]): string {
  return examples.length === 0 ? '' : ['Examples:', ...examples.map((example) => `  ${example}`)].join('\n');
}

function optionUsage({ name, short, value }: Option): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

/** Wraps text that starts at a column, and indents the following lines to that column. */
function wrapColumn(text: string, column: number): string {
  return wrapText(text, columns - column).replaceAll('\n', `\n${' '.repeat(column)}`);
}

function optionSummary({ summary, choices }: Option): string {
  return choices === undefined ? summary : `${summary} (${listChoices(choices)})`;
}

/** `json, yaml or name` */
function listChoices(choices: readonly string[]): string {
  return [choices.slice(0, -1).join(', '), ...choices.slice(-1)].join(' or ');
}

function usageOfArgument({ name, required, many }: Argument): string {
  const placeholder = many ? `${name}...` : name;
  return required ? placeholder : `[${placeholder}]`;
}

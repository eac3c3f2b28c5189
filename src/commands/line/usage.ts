import { largest } from '../../text/largest.ts';
import { wrapText } from '../../text/wrap-text.ts';
import type { Argument, Command, Option } from '../record/command.ts';
import { optionsOf } from '../record/output-format.ts';

/** Help is read in terminals of 80 columns too. */
const columns = 80;

const groups: readonly { readonly group: Command['group']; readonly title: string }[] = [
  { group: 'jobs', title: 'Jobs' },
  { group: 'logs', title: 'Logs' },
  { group: 'cluster', title: 'Session cluster' },
  { group: 'client', title: 'This program' },
];

/** `savepoint JOB [--savepoint-dir DIR] …` */
export function usageLine(command: Command): string {
  return [
    command.name,
    ...command.arguments.map(usageOfArgument),
    ...command.options.map(
      ({ name, value, many }) => `[--${name}${value === undefined ? '' : ` ${value}`}]${many ? '...' : ''}`,
    ),
  ].join(' ');
}

/** All commands, a line each, in groups. */
export function overviewText(commands: readonly Command[]): string {
  const wordsOf = (command: Command) => [command.name, ...command.arguments.map(usageOfArgument)].join(' ');
  const width = largest(commands.map((command) => wordsOf(command).length));
  const sections = groups.map(({ group, title }) => [
    `${title}:`,
    ...commands
      .filter((command) => command.group === group)
      .map((command) => `  ${wordsOf(command).padEnd(width)}  ${command.summary}`),
  ]);
  return [...sections.map((lines) => lines.join('\n')), 'help COMMAND tells more of one.'].join('\n\n');
}

/** Everything that a record tells. */
export function helpText(command: Command): string {
  const rows = [
    ...command.arguments.map((argument): [string, string] => [argument.name, argument.summary]),
    ...optionsOf(command).map((option): [string, string] => [optionWords(option), optionSummary(option)]),
  ];
  const width = largest(rows.map(([words]) => words.length));
  const sections = [
    `${command.name}: ${command.summary}`,
    wrapText(`Usage: ${usageLine(command)}`, columns, ' '.repeat('Usage: '.length)),
    ...command.description.split('\n\n').map((paragraph) => wrapText(paragraph, columns)),
    rows.map(([words, summary]) => `  ${words.padEnd(width)}  ${hang(summary, width + 4)}`).join('\n'),
    command.examples.length === 0 ? '' : ['Examples:', ...command.examples.map((example) => `  ${example}`)].join('\n'),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function optionWords({ name, short, value }: Option): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

/** Text that stands right of a column, and goes on there in the next line. */
function hang(text: string, left: number): string {
  return wrapText(text, columns - left).replaceAll('\n', `\n${' '.repeat(left)}`);
}

function optionSummary({ summary, choices }: Option): string {
  return choices === undefined ? summary : `${listChoices(choices)}: ${summary}`;
}

/** `json, yaml or name` */
function listChoices(choices: readonly string[]): string {
  return [choices.slice(0, -1).join(', '), ...choices.slice(-1)].join(' or ');
}

function usageOfArgument({ name, required, many }: Argument): string {
  const word = many ? `${name}...` : name;
  return required ? word : `[${word}]`;
}

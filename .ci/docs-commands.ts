import { usageLine } from '../src/commands/line/usage.ts';
import type { Command } from '../src/commands/record/command.ts';
import { commands } from '../src/commands/table.ts';
import { generated, table } from './docs-table.ts';

const intro = `# Commands

${generated}

Every command works in four places:

- by key on the screen ([keys](keys.md))
- on the screen's command line, after \`:\`
- through a pipe, one command per line: \`echo list | flink-tui attach ID\`
- as a subcommand with the cluster-id as its first argument: \`flink-tui list ID\`

The subcommand \`help\` takes no cluster-id, and \`quit\` is not available as a subcommand.

Every command accepts \`-o text|wide|json|yaml|name\`. JOB is a job id, a unique prefix of an id (at least 4 characters) or
an exact job name. DURATION is a value such as \`10s\`, \`5m\` or \`1h30m\`. A switch also accepts a value: \`--all=true\`,
\`--all=false\`.

Exit codes: 0 success, 1 failure or cancellation, 2 usage error, 3 not found, 4 permission denied, 5 unreachable,
130 interrupted.
`;

export function commandsPage(): string {
  return `${[intro, ...commands.map(section)].join('\n')}`;
}

function section(command: Command): string {
  const paragraphs = [
    `## ${command.name}`,
    `\`${usageLine(command)}\``,
    `${command.summary}.`,
    command.aliases === undefined ? '' : `Aliases: ${command.aliases.map((name) => `\`${name}\``).join(', ')}.`,
    command.description,
    [...command.arguments, ...command.options].length === 0
      ? ''
      : table(
          ['', ''],
          [
            ...command.arguments.map(({ name, summary }) => [`\`${name}\``, summary]),
            ...command.options.map(({ name, short, value, choices, summary }) => [
              `\`${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}\``,
              choices === undefined ? summary : `${summary} (${choices.join(', ')})`,
            ]),
          ],
        ),
    command.keys.length === 0
      ? ''
      : `Keys: ${command.keys.map(({ key, pane }) => `\`${key}\` (${pane === 'any' ? 'everywhere' : pane})`).join(', ')}.`,
    command.examples.length === 0 ? '' : ['```', ...command.examples, '```'].join('\n'),
  ];
  return `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`;
}

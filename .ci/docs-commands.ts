import { usageLine } from '../src/commands/line/usage.ts';
import type { Command } from '../src/commands/record/command.ts';
import { commands } from '../src/commands/table.ts';
import { generated, table } from './docs-table.ts';

const intro = `# Commands

${generated}

The same words at four doors: by key on the screen ([keys](keys.md)), typed after \`:\`, through a pipe one a line
(\`echo list | flink-tui attach ID\`), and as a subcommand with the cluster-id first (\`flink-tui list ID\`). Of these \`help\`
takes no cluster-id as a subcommand, and \`quit\` is none.

Every command takes \`-o text|wide|json|yaml|name\`, at every door. A JOB is an id, the beginning of an id (4
characters or more), or an exact name. A DURATION is \`10s\`, \`5m\`, \`1h30m\`. A switch may be given as \`--all=true\` and
\`--all=false\`. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 not allowed, 5 unreachable, 130 interrupted.
`;

export function commandsPage(): string {
  return `${[intro, ...commands.map(section)].join('\n')}`;
}

function section(command: Command): string {
  const parts = [
    `## ${command.name}`,
    `\`${usageLine(command)}\`: ${command.summary}.`,
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
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

import { nearest } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import { helpText, overviewText, usageLine } from '../line/usage.ts';
import { type Command, command, type Plan, type Rendering } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { findByName, namesOf } from '../record/command-names.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';

type HelpPlan = Plan & { readonly commands: readonly Command[] };
type HelpResult = { readonly commands: readonly Command[] };

export const helpRendering: Rendering<HelpResult> = {
  text: ({ commands }) => {
    const [only, ...others] = commands;
    return only !== undefined && others.length === 0 ? helpText(only) : overviewText(commands);
  },
  json: ({ commands }) => commands.map(commandData),
  names: ({ commands }) => commands.map(({ name }) => name),
};

/** Takes the command table as a function, because the table contains this command. */
export const createHelp = (commands: () => readonly Command[]): Command =>
  command<HelpPlan, HelpResult>({
    name: 'help',
    summary: 'Show help for all commands or one command',
    description:
      'Without COMMAND, list all commands. With COMMAND, show its description, arguments, options and examples.\n\n' +
      'JSON: an array of commands with name, summary, usage, aliases, description, group, needs, arguments, options and examples.',
    group: 'client',
    examples: ['help', 'help cancel'],
    needs: 'nothing',
    arguments: [{ name: 'COMMAND', kind: 'command', required: false, many: false, summary: 'Command to describe' }],
    options: [],
    keys: [],
    rules: [],
    // The program has its own help subcommand.
    isSubcommand: false,
    available: () => true,
    plan: async (_services, { arguments: [name] }) => {
      if (name === undefined) return readOnlyPlan('Commands', { commands: commands() });
      const found = findByName(commands(), name);
      if (found !== undefined) return readOnlyPlan(`Help: ${found.name}`, { commands: [found] });
      const near = nearest(name.toLowerCase(), commands().flatMap(namesOf));
      throw new CommandError(exitCodes.usage, `unknown command '${printable(name)}'`, [
        near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Run help to list the commands',
      ]);
    },
    run: runWithoutProgress(async (_services, plan) => ({ commands: plan.commands })),
    render: helpRendering,
  });

function commandData(record: Command): unknown {
  const { name, aliases = [], summary, description, group, examples, needs, options } = record;
  return {
    name,
    summary,
    usage: usageLine(record),
    aliases,
    description,
    group,
    needs,
    arguments: record.arguments,
    options,
    examples,
  };
}

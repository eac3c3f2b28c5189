import { nearest } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import { helpText, overviewText, usageLine } from '../line/usage.ts';
import { type Command, command, type Plan, type Rendering } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { readAtOnce, readPlan } from '../record/read-plan.ts';

type HelpPlan = Plan & { readonly about: readonly Command[] };
type HelpResult = { readonly about: readonly Command[] };

export const helpRendering: Rendering<HelpResult> = {
  text: ({ about }) => {
    const [only, ...others] = about;
    return only !== undefined && others.length === 0 ? helpText(only) : overviewText(about);
  },
  json: ({ about }) => about.map(asData),
  names: ({ about }) => about.map(({ name }) => name),
};

/** Reads the table that it stands in itself, hence late. */
export const createHelp = (commands: () => readonly Command[]): Command =>
  command<HelpPlan, HelpResult>({
    name: 'help',
    summary: 'tell what can be done, or more of one command',
    description:
      'Without a word all commands, a line each; with one everything about that command.\n\n' +
      'JSON: an array of commands with their arguments and options.',
    group: 'client',
    examples: ['help', 'help cancel'],
    needs: 'nothing',
    arguments: [{ name: 'COMMAND', kind: 'command', required: false, many: false, summary: 'the command to tell of' }],
    options: [],
    keys: [],
    rules: [],
    // The program has one of its own.
    isSubcommand: false,
    available: () => true,
    plan: async (_services, { arguments: [name] }) => {
      if (name === undefined) return readPlan('help', { about: commands() });
      const found = commands().find((candidate) => candidate.name === name);
      if (found !== undefined) return readPlan(`help ${name}`, { about: [found] });
      const near = nearest(
        name.toLowerCase(),
        commands().map((candidate) => candidate.name),
      );
      throw new CommandError(exitCodes.usage, `no command ${printable(name)}`, [
        near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'help lists the commands.',
      ]);
    },
    run: readAtOnce(async (_services, { about }) => ({ about })),
    render: helpRendering,
  });

function asData(record: Command): unknown {
  const { name, summary, description, group, examples, needs, options } = record;
  return {
    name,
    summary,
    usage: usageLine(record),
    description,
    group,
    needs,
    arguments: record.arguments,
    options,
    examples,
  };
}

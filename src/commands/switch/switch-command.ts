import { type ArgumentKind, type ChooserListName, type Command, command, type Plan } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { runWithoutProgress } from '../record/plan/read-only-plan.ts';

type SwitchCommand = Pick<Command, 'name' | 'aliases' | 'summary' | 'description' | 'examples'> & {
  readonly list: ChooserListName;
  readonly argument: { readonly name: string; readonly kind: ArgumentKind; readonly summary: string };
  /** What to do without the screen. */
  readonly instead: string;
};

/** Creates a command that opens the cluster picker. Without a screen, there is nothing to switch. */
export function switchCommand({ list, argument, instead, ...record }: SwitchCommand): Command {
  return command<Plan, undefined>({
    ...record,
    group: 'client',
    needs: 'nothing',
    arguments: [{ ...argument, required: false, many: false }],
    options: [],
    keys: [],
    rules: [],
    available: () => true,
    plan: async () => {
      throw new CommandError(exitCodes.usage, `${record.name} works only on the screen`, [instead]);
    },
    run: runWithoutProgress(async () => undefined),
    render: { text: () => '', json: () => ({}), names: () => [] },
    onScreen: { override: (screen, { arguments: [name] }) => screen.showClusters(list, name) },
    isSubcommand: false,
  });
}

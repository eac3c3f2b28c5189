import type { Command, CommandKey, Input } from '../../commands/record/command.ts';
import { commands } from '../../commands/table.ts';
import { startCommand } from '../state/run/start-command.ts';
import type { Binding } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { jobUnderCursor, podUnderCursor } from '../state/shown-items.ts';

/** The bindings of all commands by pane. */
const byPane = Map.groupBy(
  commands.flatMap((command) =>
    command.keys.map((key) => ({ pane: key.pane as string, binding: bindingOf(command, key) })),
  ),
  ({ pane }) => pane,
);

/** Returns the command bindings of a pane. For `any`, returns those that work everywhere. */
export function commandBindings(pane: string): readonly Binding[] {
  return (byPane.get(pane) ?? []).map(({ binding }) => binding);
}

function bindingOf(command: Command, key: CommandKey): Binding {
  return {
    action: `${key.subject}.${command.name}`,
    keys: [key.key],
    hint: key.hint,
    ...(key.isAlwaysShown === true ? { isAlwaysShown: true } : {}),
    help: key.help ?? command.summary,
    available: (state) => availability(command, key, state),
    run: (screen) => startCommand(screen, command, inputOf(key, screen.store.getState())),
  };
}

function availability(command: Command, key: CommandKey, state: ScreenState): true | string {
  if (command.needs === 'nothing') return true;
  if (state.snapshot === undefined) return 'not attached yet';
  const input = inputOf(key, state);
  // Without an argument a command may do something else: `stop` would stop the whole cluster.
  if (key.subject !== 'session' && input.arguments.length === 0) return `no ${key.subject} under the cursor`;
  return command.available(state.snapshot, input);
}

/** Returns the input of the command, with the job or pod under the cursor as its argument. */
function inputOf({ subject, options = {} }: CommandKey, state: ScreenState): Input {
  const argument =
    subject === 'job' ? jobUnderCursor(state)?.id : subject === 'pod' ? podUnderCursor(state)?.name : undefined;
  return { arguments: argument === undefined ? [] : [argument], options };
}

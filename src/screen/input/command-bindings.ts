import type { Command, CommandKey, Input } from '../../commands/record/command.ts';
import { commands } from '../../commands/table.ts';
import { startCommand } from '../state/run/start-command.ts';
import type { Binding } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { jobUnderCursor, podUnderCursor } from '../state/shown-items.ts';

/** The keys of the commands, as bindings like any other, by where they mean that. */
const byPlace = Map.groupBy(
  commands.flatMap((command) => command.keys.map((key) => ({ place: key.pane, binding: bindingOf(command, key) }))),
  ({ place }) => place as string,
);

/** `place` is the id of a pane, or `any`. */
export function commandBindings(place: string): readonly Binding[] {
  return (byPlace.get(place) ?? []).map(({ binding }) => binding);
}

function bindingOf(command: Command, key: CommandKey): Binding {
  return {
    action: `${key.subject}.${command.name}`,
    keys: [key.key],
    hint: key.hint,
    ...(key.isAlwaysShown === true ? { isLasting: true } : {}),
    help: key.help ?? command.summary,
    available: (state) => availability(command, key, state),
    run: (screen) => startCommand(screen, command, inputOf(key, screen.store.getState())),
  };
}

function availability(command: Command, key: CommandKey, state: ScreenState): true | string {
  if (command.needs === 'nothing') return true;
  if (state.snapshot === undefined) return 'not attached yet';
  const input = inputOf(key, state);
  // A command may mean something else without an argument: `stop` the whole cluster.
  if (key.subject !== 'session' && input.arguments.length === 0) return `no ${key.subject} under the cursor`;
  return command.available(state.snapshot, input);
}

/** What is under the cursor, as the command's argument. */
function inputOf({ subject, options = {} }: CommandKey, state: ScreenState): Input {
  const word =
    subject === 'job' ? jobUnderCursor(state)?.id : subject === 'pod' ? podUnderCursor(state)?.name : undefined;
  return { arguments: word === undefined ? [] : [word], options };
}

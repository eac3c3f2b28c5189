import type { Command, CommandKey, Input } from '../../commands/command.ts';
import { commands } from '../../commands/table.ts';
import { startCommand } from '../store/run-command.ts';
import type { ScreenState } from '../store/screen-state.ts';
import { jobUnderCursor, podUnderCursor } from '../store/table-rows.ts';
import type { Binding } from './binding.ts';

/** The keys of the commands, as bindings like any other. */
export const commandBindings: readonly Binding[] = commands.flatMap((command) =>
  command.keys.map((key) => bindingOf(command, key)),
);

function bindingOf(command: Command, key: CommandKey): Binding {
  return {
    keys: [key.key],
    place: key.pane,
    hint: key.hint,
    ...(key.isLasting && { isLasting: true }),
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

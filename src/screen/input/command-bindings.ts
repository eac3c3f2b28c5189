import type { Command, CommandKey, Input } from '../../commands/record/command.ts';
import { commands } from '../../commands/table.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { startCommand } from '../state/run/start-command.ts';
import type { Binding } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { selectedJobs, selectedPods } from '../state/shown-items.ts';

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
  const usable = rememberLast((snapshot: SessionSnapshot, selected: readonly string[]) =>
    usableArguments(command, key, snapshot, selected),
  );
  const inputOf = (state: ScreenState): Input => {
    const selected = selectedArguments(key, state);
    const { snapshot } = state;
    return { arguments: snapshot === undefined ? selected : usable(snapshot, selected), options: key.options ?? {} };
  };
  return {
    action: `${key.subject}.${command.name}`,
    keys: [key.key],
    hint: (_, state) => {
      const { length } = inputOf(state).arguments;
      return length > 1 ? `${key.hint} ${length}` : key.hint;
    },
    ...(key.isAlwaysShown === true ? { isAlwaysShown: true } : {}),
    help: key.help ?? command.summary,
    available: (state) => availability(command, key, state, inputOf(state)),
    run: (screen) => startCommand(screen, command, inputOf(screen.store.getState())),
  };
}

function availability(command: Command, key: CommandKey, state: ScreenState, input: Input): true | string {
  if (command.needs === 'nothing') return true;
  if (state.snapshot === undefined) return 'not attached yet';
  // Without an argument a command may do something else: `stop` would stop the whole cluster.
  if (key.subject !== 'session' && input.arguments.length === 0) return `no ${key.subject} under the cursor`;
  const available = command.available(state.snapshot, input);
  const { length } = input.arguments;
  if (available === true || length < 2) return available;
  return `cannot run ${command.name} on any of the ${length} marked ${key.subject}s: ${available}`;
}

const idsOf = rememberLast((jobs: ReturnType<typeof selectedJobs>) => jobs.map(({ id }) => id));
const namesOf = rememberLast((pods: ReturnType<typeof selectedPods>) => pods.map(({ name }) => name));
const noArguments: readonly string[] = [];

/** Returns the marked jobs or pods, or the one under the cursor. */
function selectedArguments({ subject }: CommandKey, state: ScreenState): readonly string[] {
  if (subject === 'session') return noArguments;
  return subject === 'job' ? idsOf(selectedJobs(state)) : namesOf(selectedPods(state));
}

/** Returns the arguments on which the command can act now, or all of them if there are none. */
function usableArguments(
  command: Command,
  { options = {} }: CommandKey,
  snapshot: SessionSnapshot,
  selected: readonly string[],
): readonly string[] {
  const canUse = (some: readonly string[]) => command.available(snapshot, { arguments: some, options }) === true;
  if (selected.length < 2 || canUse(selected)) return selected;
  const usable = selected.filter((argument) => canUse([argument]));
  return usable.length > 0 ? usable : selected;
}

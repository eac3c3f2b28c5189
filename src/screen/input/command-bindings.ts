import type { Command, CommandKey } from '../../commands/record/command.ts';
import { commands } from '../../commands/table.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { showMessage } from '../state/run/show-message.ts';
import { startCommand } from '../state/run/start-command.ts';
import type { Binding } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { markedJobs, markedPods, podUnderCursor, selectedJobs, selectedPods } from '../state/shown-items.ts';
import { targetsOf } from './command-targets.ts';

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
  const targets = rememberLast(
    (snapshot: SessionSnapshot | undefined, selected: readonly string[], areMarked: boolean) =>
      targetsOf(command, key, snapshot, { names: selected, areMarked }),
  );
  const targetsIn = (state: ScreenState) =>
    targets(state.snapshot, selectedArguments(key, state), usesMarks(key, state));
  return {
    action: `${key.subject}.${command.name}`,
    keys: [key.key],
    hint: (_, state) => {
      // Also shown for one mark: the key then does not act on the row under the cursor.
      const { length } = targetsIn(state).input.arguments;
      return usesMarks(key, state) ? `${key.hint} ${length}` : key.hint;
    },
    ...(key.isAlwaysShown === true ? { isAlwaysShown: true } : {}),
    help: key.help ?? command.summary,
    available: (state) => targetsIn(state).available,
    run: (screen) => {
      const { input, notIncluded } = targetsIn(screen.store.getState());
      if (notIncluded !== undefined) showMessage(screen, notIncluded, 'warning');
      startCommand(screen, command, input);
    },
  };
}

const idsOf = rememberLast((jobs: ReturnType<typeof selectedJobs>) => jobs.map(({ id }) => id));
const namesOf = rememberLast((pods: ReturnType<typeof selectedPods>) => pods.map(({ name }) => name));
const nameUnderCursor = rememberLast((name: string | undefined) => (name === undefined ? noArguments : [name]));
const noArguments: readonly string[] = [];

/** Returns the marked jobs or pods, or the one under the cursor. */
function selectedArguments({ subject, ignoresMarks }: CommandKey, state: ScreenState): readonly string[] {
  if (subject === 'session') return noArguments;
  if (ignoresMarks === true) return nameUnderCursor(podUnderCursor(state)?.name);
  return subject === 'job' ? idsOf(selectedJobs(state)) : namesOf(selectedPods(state));
}

/** Whether the command acts on marked rows, not on the row under the cursor. */
function usesMarks({ subject, ignoresMarks }: CommandKey, state: ScreenState): boolean {
  if (subject === 'session' || ignoresMarks === true) return false;
  return (subject === 'job' ? markedJobs(state) : markedPods(state)).length > 0;
}

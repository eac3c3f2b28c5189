import type { Command, CommandKey, Input } from '../../commands/record/command.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';

export type CommandTargets = {
  readonly input: Input;
  /** True, or the reason why the command cannot run now. */
  readonly available: true | string;
};

/** Returns the selected rows on which a command can act now, or all of them if there are none. */
export function targetsOf(
  command: Command,
  key: CommandKey,
  snapshot: SessionSnapshot | undefined,
  selected: readonly string[],
): CommandTargets {
  const inputOf = (some: readonly string[]): Input => ({ arguments: some, options: key.options ?? {} });
  const input = inputOf(selected);
  if (snapshot === undefined || command.needs === 'nothing')
    return { input, available: command.needs === 'nothing' ? true : 'not attached yet' };
  // Without an argument a command may do something else: `stop` would stop the whole cluster.
  if (key.subject !== 'session' && selected.length === 0)
    return { input, available: `no ${key.subject} under the cursor` };
  const available = command.available(snapshot, input);
  const { length } = selected;
  if (available === true || length < 2) return { input, available };
  const usable = selected.filter((argument) => command.available(snapshot, inputOf([argument])) === true);
  return usable.length > 0
    ? { input: inputOf(usable), available: true }
    : { input, available: `cannot run ${command.name} on any of the ${length} marked ${key.subject}s: ${available}` };
}

import type { Command, CommandKey, Input } from '../../commands/record/command.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { printable } from '../../text/printable.ts';

/** The arguments for the marked rows or for the row under the cursor. */
type Selected = { readonly names: readonly string[]; readonly areMarked: boolean };

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
  { names, areMarked }: Selected,
): CommandTargets {
  const inputOf = (some: readonly string[]): Input => ({ arguments: some, options: key.options ?? {} });
  const input = inputOf(names);
  if (snapshot === undefined || command.needs === 'nothing')
    return { input, available: command.needs === 'nothing' ? true : 'not attached yet' };
  // Without an argument a command may do something else: `stop` would stop the whole cluster.
  if (key.subject !== 'session' && names.length === 0)
    return { input, available: `no ${key.subject} under the cursor` };
  const available = command.available(snapshot, input);
  if (available === true || !areMarked) return { input, available };
  const usable = names.filter((name) => command.available(snapshot, inputOf([name])) === true);
  if (usable.length > 0) return { input: inputOf(usable), available: true };
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return { input, available: reasonFor(snapshot, only, available) };
  const all = `any of the ${names.length} marked ${key.subject}s`;
  return { input, available: `cannot run ${command.name} on ${all}: ${available}` };
}

const subject = /^the job\b/;

/** Names the marked job, which need not be the one under the cursor: `orders is already FAILED` */
function reasonFor({ jobs }: SessionSnapshot, id: string, reason: string): string {
  const job = jobs?.find((one) => one.id === id);
  return job === undefined ? reason : reason.replace(subject, () => printable(job.name));
}

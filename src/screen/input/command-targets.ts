import type { Command, CommandKey, Input } from '../../commands/record/command.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { printable } from '../../text/printable.ts';

/** The arguments for the marked rows or for the row under the cursor. */
type Selected = { readonly names: readonly string[]; readonly areMarked: boolean };

export type CommandTargets = {
  readonly input: Input;
  /** True, or the reason why the command cannot run now. */
  readonly available: true | string;
  /** Names the marked rows on which the command cannot act now. */
  readonly notIncluded?: string;
};

const namedAtMost = 3;

/** Returns the selected rows on which a command can act now, or all of them if there are none. */
export function targetsOf(
  command: Command,
  key: Pick<CommandKey, 'subject' | 'options'>,
  snapshot: SessionSnapshot | undefined,
  { names, areMarked }: Selected,
): CommandTargets {
  const inputOf = (some: readonly string[]): Input => ({ arguments: some, options: key.options ?? {} });
  const input = inputOf(names);
  const all = (available: true | string): CommandTargets => ({ input, available });
  if (command.needs === 'nothing') return all(true);
  if (snapshot === undefined) return all('not attached yet');
  // Without an argument a command may do something else: `stop` would stop the whole cluster.
  if (key.subject !== 'session' && names.length === 0) return all(`no ${key.subject} under the cursor`);
  const available = command.available(snapshot, input);
  if (available === true || !areMarked) return all(available);
  const isUsable = (name: string) => command.available(snapshot, inputOf([name])) === true;
  const { usable = [], skipped = [] } = Object.groupBy(names, (name) => (isUsable(name) ? 'usable' : 'skipped'));
  if (usable.length > 0) {
    const reasonOf = (id: string) => reasonFor(snapshot, id, shortReason(command.available(snapshot, inputOf([id]))));
    return { input: inputOf(usable), available: true, notIncluded: describeSkipped(skipped, reasonOf) };
  }
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return all(reasonFor(snapshot, only, available));
  return all(`cannot run ${command.name} on any of the ${names.length} marked ${key.subject}s: ${available}`);
}

/** `Not included: clicks is RESTARTING, ads has only 1 of 2 tasks running and 4 more` */
function describeSkipped(skipped: readonly string[], reasonOf: (name: string) => string): string {
  const reasons = skipped.slice(0, namedAtMost).map(reasonOf);
  const more = skipped.length - reasons.length;
  return `Not included: ${reasons.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Returns the reason without the explanation after its colon. */
function shortReason(available: true | string): string {
  return String(available).split(': ')[0] ?? '';
}

const subject = /^the job\b/;

/** Names the marked job, which need not be the one under the cursor: `orders is already FAILED` */
function reasonFor({ jobs }: SessionSnapshot, id: string, reason: string): string {
  const job = jobs?.find((one) => one.id === id);
  return job === undefined ? reason : reason.replace(subject, () => printable(job.name));
}

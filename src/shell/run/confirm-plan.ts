import { createInterface } from 'node:readline';
import type { Confirmation, Plan } from '../../commands/record/command.ts';
import { CommandError, exitCodes } from '../../commands/record/command-error.ts';
import type { Settings } from '../../settings/settings.ts';
import { printable, printableLines } from '../../text/printable.ts';
import type { Streams } from '../print/streams.ts';
import { writeText } from '../print/write.ts';

export type ConfirmOptions = {
  readonly streams: Streams;
  readonly signal: AbortSignal;
  /** `destructive` if not given. */
  readonly confirm?: Settings['confirm'];
  /** The next line that is typed; undefined at the end of the input. Reads standard input if not given. */
  readonly readAnswer?: () => Promise<string | undefined>;
};

/** Nobody can be asked unless there is a keyboard, and a terminal to ask on. */
export function needsConfirmation(
  confirmation: Confirmation,
  { streams: { stdin, stderr }, confirm = 'destructive' }: ConfirmOptions,
): boolean {
  if (stdin.isTTY !== true || stderr.isTTY !== true) return false;
  if (confirmation.kind === 'yes') return confirmation.isDestructive === true || confirm === 'always';
  return confirmation.kind === 'type';
}

/** Shows the plan on standard error and resolves once a person agrees. Any other answer, or none, rejects. */
export async function confirmPlan(plan: Plan, terms: ConfirmOptions): Promise<void> {
  const { streams, signal, readAnswer = () => readLine(streams.stdin, signal) } = terms;
  const { confirmation } = plan;
  await writeText(streams.stderr, describePlan(plan), signal);
  const question = confirmation.kind === 'type' ? `Type ${confirmation.word} to confirm: ` : 'Continue? [y/N] ';
  streams.stderr.write(printable(question));
  const answer = await readAnswer();
  // Nobody has pressed Enter: what comes next must not stand on the line of the question.
  if (answer === undefined) streams.stderr.write('\n');
  signal.throwIfAborted();
  if (!isAgreed(confirmation, answer?.trim() ?? '')) throw declined(confirmation, answer?.trim());
}

function describePlan({ title, lines, warnings }: Plan): string {
  const rows = [...lines, ...warnings.map((warning) => `warning: ${warning}`)];
  return printableLines([title, ...rows.map((row) => `  ${row}`)].join('\n'));
}

function isAgreed(confirmation: Confirmation, answer: string): boolean {
  return confirmation.kind === 'type' ? answer === confirmation.word : /^y(es)?$/i.test(answer);
}

function declined(confirmation: Confirmation, answer: string | undefined): CommandError {
  const isMistyped = confirmation.kind === 'type' && answer !== undefined && answer !== '';
  const hints = isMistyped ? [`${printable(answer)} is not ${confirmation.word}.`] : [];
  return new CommandError(exitCodes.failed, 'Cancelled: nothing was changed', hints);
}

/**
 * One line, in the terminal's own line mode: nothing about the terminal is changed, so that nothing must be restored
 * however the question ends. Ctrl-C is a signal as ever, Ctrl-D the end of the input.
 */
function readLine(stdin: Streams['stdin'], signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: stdin, terminal: false, signal });
    // A terminal that is gone fails to be read; its hang-up signal ends the program.
    lines.once('error', () => lines.close());
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => resolve(undefined));
  });
}

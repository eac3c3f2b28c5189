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
  /** `destructive` by default. */
  readonly confirm?: Settings['confirm'];
  /** Returns the next input line, or undefined at the end of the input. Reads standard input by default. */
  readonly readAnswer?: () => Promise<string | undefined>;
};

/** Returns whether to ask for confirmation. Asking requires a keyboard, and a terminal on standard error. */
export function needsConfirmation(
  confirmation: Confirmation,
  { streams: { stdin, stderr }, confirm = 'destructive' }: ConfirmOptions,
): boolean {
  if (stdin.isTTY !== true || stderr.isTTY !== true) return false;
  if (confirmation.kind === 'yes') return confirmation.asksAtTerminal === true || confirm === 'always';
  return confirmation.kind === 'type';
}

/** Prints the plan to standard error and asks for confirmation. Rejects unless the user confirms. */
export async function confirmPlan(plan: Plan, options: ConfirmOptions): Promise<void> {
  const { streams, signal, readAnswer = () => readLine(streams.stdin, signal) } = options;
  const { confirmation } = plan;
  await writeText(streams.stderr, describePlan(plan), signal);
  const question = confirmation.kind === 'type' ? `Type ${confirmation.word} to confirm: ` : 'Continue? [y/N] ';
  streams.stderr.write(printable(question));
  const answer = await readAnswer();
  // At the end of the input, Enter was not pressed, so the cursor is still on the line of the question.
  if (answer === undefined) streams.stderr.write('\n');
  signal.throwIfAborted();
  if (!isConfirmed(confirmation, answer?.trim() ?? '')) throw declinedError(confirmation, answer?.trim());
}

function describePlan({ title, lines, warnings }: Plan): string {
  const rows = [...lines, ...warnings.map((warning) => `warning: ${warning}`)];
  return printableLines([title, ...rows.map((row) => `  ${row}`)].join('\n'));
}

function isConfirmed(confirmation: Confirmation, answer: string): boolean {
  return confirmation.kind === 'type' ? answer === confirmation.word : /^y(es)?$/i.test(answer);
}

function declinedError(confirmation: Confirmation, answer: string | undefined): CommandError {
  const isMistyped = confirmation.kind === 'type' && answer !== undefined && answer !== '';
  const hints = isMistyped ? [`'${printable(answer)}' does not match ${confirmation.word}`] : [];
  return new CommandError(exitCodes.failed, 'Cancelled: nothing was changed', hints);
}

/**
 * Reads one line in the terminal's line mode: Ctrl-C sends a signal, and Ctrl-D ends the input. The terminal's settings
 * do not change, so nothing has to be restored.
 */
function readLine(stdin: Streams['stdin'], signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: stdin, terminal: false, signal });
    // Reading from a closed terminal fails, and SIGHUP ends the program.
    lines.once('error', () => lines.close());
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => resolve(undefined));
  });
}

import type { Command, Input, Plan, Services } from '../../commands/record/command.ts';
import { exitCodes } from '../../commands/record/command-error.ts';
import { formatData, formatOf, isText, type OutputFormat } from '../../commands/record/output-format.ts';
import { decideNextStep } from '../../commands/record/plan/decide-next-step.ts';
import { printable, printableLines } from '../../text/printable.ts';
import { createEventPrinter } from '../print/print-events.ts';
import { printResult } from '../print/print-result.ts';
import { createProgressLine, noProgress, type ProgressLine } from '../print/progress-line.ts';
import { createTerminalLog } from '../print/terminal-log.ts';
import { write, writeText } from '../print/write.ts';
import type { RunOptions } from '../program/run-options.ts';
import { confirmPlan, needsConfirmation } from './confirm-plan.ts';
import { prepareJournal } from './journal-act.ts';
import { retryDuringElection } from './retry-during-election.ts';

type Outcome = { readonly endsAttachment: boolean; readonly exitCode: number };

/**
 * Plans and runs one command: the result goes to standard output, warnings and progress to standard error. Rejects if the
 * command fails or the user declines.
 */
export async function runCommand(
  invocation: { readonly command: Command; readonly input: Input },
  services: Services,
  options: RunOptions,
): Promise<Outcome> {
  const { streams, signal } = options;
  const format = formatOf(invocation.input) ?? options.format;
  // Some plans depend on the output format, so the default format is filled in.
  const input = { ...invocation.input, options: { ...invocation.input.options, output: format } };
  const progress = isText(format) ? createProgressLine(streams) : noProgress;
  const { command } = invocation;
  const journalAct = prepareJournal(command, services, options);
  let isWriting = false;
  try {
    const plan = await retryDuringElection(() => command.plan(services, input, signal), progress, signal);
    const next = decideNextStep(input, plan);
    if (next === 'show') {
      await writeText(streams.stdout, await renderPlan(plan, format), signal);
      return { endsAttachment: false, exitCode: exitCodes.success };
    }
    progress.clear();
    if (next === 'ask' && needsConfirmation(plan.confirmation, options)) await confirmPlan(plan, options);
    else for (const warning of plan.warnings) await writeText(streams.stderr, printableLines(`warning: ${warning}`));
    isWriting = command.needs === 'write';
    const run = () => printProgress(command.run(services, plan, signal), { ...options, format }, progress);
    const result = await journalAct(plan, isWriting ? run : () => retryDuringElection(run, progress, signal));
    isWriting = false;
    progress.clear();
    await printResult(command, result, format, options);
    return {
      endsAttachment: command.endsAttachment?.(result) ?? false,
      exitCode: command.exitCode?.(result) ?? exitCodes.success,
    };
  } catch (error) {
    progress.clear();
    if (isWriting && signal.aborted) {
      await writeText(streams.stderr, 'Interrupted: requests that were already sent still take effect');
    }
    throw error;
  }
}

/** Prints the progress of a run. Resolves with its result. */
async function printProgress(
  run: ReturnType<Command['run']>,
  { streams: { stdout, stderr }, format, color = false, signal }: RunOptions,
  progress: ProgressLine,
): Promise<unknown> {
  const isTerminal = stdout.isTTY === true;
  const print = createEventPrinter({ format, isTerminal, color });
  // A file or a program gets the log's bytes unchanged. A terminal would execute escape sequences in them.
  const terminalLog = isTerminal || color ? createTerminalLog() : undefined;
  try {
    for (;;) {
      const step = await run.next();
      if (step.done === true) {
        if (terminalLog !== undefined) await write(stdout, await print(terminalLog.end()), signal);
        return step.value;
      }
      if (step.value.kind === 'step') {
        progress.show(step.value.text);
        continue;
      }
      progress.clear();
      if (step.value.kind === 'note') await writeText(stderr, printable(step.value.text), signal);
      else if (step.value.kind === 'events') await write(stdout, await print(step.value), signal);
      else
        await write(stdout, terminalLog ? await print(terminalLog.push(step.value.chunk)) : step.value.chunk, signal);
    }
  } finally {
    await run.return(undefined);
  }
}

async function renderPlan(plan: Plan, format: OutputFormat): Promise<string> {
  const { title, lines, warnings } = plan;
  if (format === 'json' || format === 'yaml') return formatData({ title, lines, warnings }, format);
  return printableLines([title, ...lines, ...warnings.map((warning) => `warning: ${warning}`)].join('\n'));
}

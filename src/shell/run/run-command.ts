import type { Command, Input, Plan, Services } from '../../commands/record/command.ts';
import { decideNextStep } from '../../commands/record/decide-next-step.ts';
import { formatData, formatOf, isText, type OutputFormat } from '../../commands/record/output-format.ts';
import { printable, printableLines } from '../../text/printable.ts';
import { createEventPrinter } from '../print/print-events.ts';
import { printResult } from '../print/print-result.ts';
import { createProgressLine, noProgress, type ProgressLine } from '../print/progress-line.ts';
import { createTerminalLog } from '../print/terminal-log.ts';
import { write, writeText } from '../print/write.ts';
import type { RunOptions } from '../program/run-options.ts';
import { confirmPlan, needsConfirmation } from './confirm-plan.ts';
import { retryDuringElection } from './retry-during-election.ts';

/**
 * Plans and runs one command: the result goes to standard output, warnings and progress to standard error. At a
 * terminal it asks before a destructive act. Resolves with true if the command ends the attachment; rejects if it failed
 * or was declined.
 */
export async function runCommand(
  use: { readonly command: Command; readonly input: Input },
  services: Services,
  terms: RunOptions,
): Promise<boolean> {
  const { streams, signal } = terms;
  const format = formatOf(use.input) ?? terms.format;
  // A plan may have to know: the format of all commands goes for a use that names none.
  const input = { ...use.input, options: { ...use.input.options, output: format } };
  const progress = isText(format) ? createProgressLine(streams) : noProgress;
  const { command } = use;
  let isActing = false;
  try {
    const plan = await retryDuringElection(() => command.plan(services, input, signal), progress, signal);
    const next = decideNextStep(input, plan);
    if (next === 'show') {
      await writeText(streams.stdout, await renderPlan(plan, format), signal);
      return false;
    }
    progress.clear();
    if (next === 'ask' && needsConfirmation(plan.confirmation, terms)) await confirmPlan(plan, terms);
    else for (const warning of plan.warnings) await writeText(streams.stderr, printableLines(`warning: ${warning}`));
    isActing = command.needs === 'write';
    const run = () => follow(command.run(services, plan, signal), { ...terms, format }, progress);
    const result = isActing ? await run() : await retryDuringElection(run, progress, signal);
    isActing = false;
    progress.clear();
    await printResult(command, result, format, terms);
    return command.endsAttachment?.(result) ?? false;
  } catch (error) {
    progress.clear();
    if (isActing && signal.aborted) await writeText(streams.stderr, 'interrupted: what was asked for by now goes on');
    throw error;
  }
}

/** Shows what a run yields until it returns its result. */
async function follow(
  run: ReturnType<Command['run']>,
  { streams: { stdout, stderr }, format, color = false, signal }: RunOptions,
  progress: ProgressLine,
): Promise<unknown> {
  const isTerminal = stdout.isTTY === true;
  const print = createEventPrinter({ format, isTerminal, color });
  // Bytes stay as they are on their way to a file or a program; a terminal would obey what is in them.
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

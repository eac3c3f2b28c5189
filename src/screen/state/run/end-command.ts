import { quoteWord } from '../../../commands/line/split-words.ts';
import type { Command, Failure, Input, Plan } from '../../../commands/record/command.ts';
import { exitCodeOf, exitCodes } from '../../../commands/record/command-error.ts';
import { describeError } from '../../../commands/record/describe-error.ts';
import type { ActEnd, ActOutcome } from '../acts/act.ts';
import { addFailure, endAct, forgetAct, noResult } from '../acts/record-act.ts';
import { showFailure, showText } from '../open/show-text.ts';
import type { Screen } from '../screen.ts';
import { createScreenActions } from './screen-actions.ts';
import { showMessage } from './show-message.ts';

/** A background command never opens a dialog or a text. Its caller gets the reason why the command did not run. */
export type BackgroundCaller = {
  readonly onConfirmationNeeded: () => void;
  readonly onFailure: (reason: string) => void;
};
export type Invocation = {
  readonly command: Command;
  readonly input: Input;
  readonly caller: 'user' | BackgroundCaller;
};

/** A command that runs with its plan, or has run. */
export type Run = {
  readonly plan: Plan;
  /** Id of the activity, and of the act if there is one. */
  readonly id: number;
  readonly startedAt: number;
};

/** Whether the run changes something. Its result is then a toast, which does not take the focus. */
export function isAct({ render }: Command, plan: Plan): boolean {
  return render.summary !== undefined && plan.isReadOnly !== true;
}

export function titleOf({ title, shortTitle = title }: Plan): string {
  return shortTitle;
}

/** `savepoint a1b2c3d4 --format native` */
export function lineOf({ command, input }: Invocation): string {
  const options = Object.entries(input.options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, ...(value === true ? [] : [value].flat().map(String))],
  );
  return input.line?.trim() ?? [command.name, ...input.arguments, ...options].map(quoteWord).join(' ');
}

/** Shows the result of a command that has run. */
export function finish(screen: Screen, invocation: Invocation, run: Run, result: unknown, text: string): void {
  const { command, caller } = invocation;
  const failure = command.failure?.(result);
  if (failure?.cause !== undefined) screen.log(failure.cause);
  if (failure === undefined && command.endsAttachment?.(result) === true)
    screen.exit({ exitCode: exitCodes.success, lines: text === '' ? [] : text.split('\n'), isClusterGone: true });
  else if (isAct(command, run.plan)) finishAct(screen, invocation, run, { result, text, failure });
  else if (caller !== 'user')
    showMessage(screen, failure?.message ?? text.split('\n')[0] ?? '', failure ? 'error' : 'ok');
  else if (failure !== undefined)
    showFailure(screen, run.plan.title, failure.message, [...(failure.hints ?? []), ...text.split('\n')]);
  else {
    screen.store.getState().session?.refresh();
    showText(screen, run.plan.title, text, command.render.names(result).join('\n'));
  }
}

type Finished = { readonly result: unknown; readonly text: string; readonly failure: Failure | undefined };

function finishAct(screen: Screen, { command, caller }: Invocation, run: Run, finished: Finished): void {
  const { result, text, failure } = finished;
  const show = failure === undefined && caller === 'user' ? command.onScreen?.show : undefined;
  screen.store.getState().session?.refresh();
  endAct(screen, run.id, endOf(command, run, finished, screen.now() - run.startedAt), show === undefined);
  show?.(createScreenActions(screen), result, text);
}

function endOf(command: Command, { plan }: Run, { result, text, failure }: Finished, elapsedMs: number) {
  const summary = command.render.summary?.(result, elapsedMs);
  const outcome = failure === undefined ? 'done' : summary === undefined ? failedOutcome(failure.exitCode) : 'partial';
  return {
    outcome,
    title: summary?.title ?? titleOf(plan),
    details: [...(failure === undefined ? [] : [failure.message]), ...(summary?.details ?? [])],
    messages: failure?.messages,
    hints: failure?.hints ?? [],
    lines: text === '' ? [] : text.split('\n'),
    copy: summary?.copy,
    isPrinted: summary === undefined ? failure !== undefined : summary.isLasting === true,
  } satisfies Omit<ActEnd, 'at'>;
}

function failedOutcome(exitCode: number): ActOutcome {
  return exitCode === exitCodes.interrupted ? 'interrupted' : 'failed';
}

/** Shows the reason why a command has failed, before its run or in `run`. */
export function fail(screen: Screen, invocation: Invocation, error: unknown, run?: Run): void {
  if (screen.signal.aborted) return;
  const { command, caller } = invocation;
  screen.log(error);
  const { message, hints, reason = message } = describeError(error);
  const mayAct = run === undefined ? command.render.summary !== undefined : isAct(command, run.plan);
  if (caller !== 'user') {
    if (run !== undefined) forgetAct(screen, run.id);
    caller.onFailure(message);
  } else if (mayAct) {
    const end = {
      ...noResult,
      outcome: failedOutcome(exitCodeOf(error)),
      details: [reason],
      hints,
      lines: reason === message ? [] : [message],
    };
    if (run === undefined) addFailure(screen, { ...end, title: command.name, line: lineOf(invocation) });
    else endAct(screen, run.id, { ...end, title: titleOf(run.plan), isPrinted: true }, true);
  } else showFailure(screen, command.name, message, hints);
}

import { quoteWord } from '../../../commands/line/split-words.ts';
import { actTitle, endOfError, endOfResult, isAct } from '../../../commands/record/act.ts';
import type { Command, Input, Plan } from '../../../commands/record/command.ts';
import { exitCodes } from '../../../commands/record/command-error.ts';
import { describeError } from '../../../commands/record/describe-error.ts';
import type { ActEnd } from '../acts/act.ts';
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

/** `savepoint a1b2c3d4 --format native` */
export function lineOf({ command, input }: Invocation): string {
  const options = Object.entries(input.options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, ...(value === true ? [] : [value].flat().map(String))],
  );
  const trailing = input.trailing === undefined ? [] : ['--', ...input.trailing];
  return input.line?.trim() ?? [command.name, ...input.arguments, ...options, ...trailing].map(quoteWord).join(' ');
}

/** Shows the result of a command that has run. The result of an act is a toast, which does not take the focus. */
export function finish(screen: Screen, invocation: Invocation, run: Run, result: unknown, text: string): void {
  const { command, caller } = invocation;
  const ended = { result, text, ...endOfResult(command, result, screen.now() - run.startedAt) };
  const { failure } = ended;
  if (failure?.cause !== undefined) screen.log(failure.cause);
  // The screen has left the cluster of the command.
  if (screen.signal.aborted) endAct(screen, run.id, actEndOf(run, ended), isAct(command, run.plan));
  else if (failure === undefined && command.endsAttachment?.(result) === true) exitWith(screen, run, ended);
  else if (isAct(command, run.plan)) finishAct(screen, invocation, run, ended);
  else if (caller !== 'user')
    showMessage(screen, failure?.message ?? text.split('\n')[0] ?? '', failure ? 'error' : 'ok');
  else if (failure !== undefined)
    showFailure(screen, run.plan.title, failure.message, [...(failure.hints ?? []), ...text.split('\n')]);
  else {
    screen.store.getState().session?.refresh();
    showText(screen, run.plan.title, text, command.render.names(result).join('\n'));
  }
}

type Ended = ReturnType<typeof endOfResult> & { readonly result: unknown; readonly text: string };

/** Closes the screen, which prints the text of the result instead of its act. */
function exitWith(screen: Screen, run: Run, ended: Ended): void {
  endAct(screen, run.id, { ...actEndOf(run, ended), isPrinted: false }, false);
  const lines = ended.text === '' ? [] : ended.text.split('\n');
  screen.exit({ exitCode: exitCodes.success, lines, isClusterGone: true });
}

function finishAct(screen: Screen, { command, caller }: Invocation, run: Run, ended: Ended): void {
  const { result, text, failure } = ended;
  const show = failure === undefined && caller === 'user' ? command.onScreen?.show : undefined;
  screen.store.getState().session?.refresh();
  endAct(screen, run.id, actEndOf(run, ended), show === undefined);
  show?.(createScreenActions(screen), result, text);
}

function actEndOf({ plan }: Run, { outcome, details, summary, failure, text }: Ended) {
  return {
    outcome,
    title: summary?.title ?? actTitle(plan),
    details,
    messages: failure?.messages,
    hints: failure?.hints ?? [],
    lines: text === '' ? [] : text.split('\n'),
    copy: summary?.copy,
    isPrinted: summary === undefined ? failure !== undefined : summary.isLasting === true,
  } satisfies Omit<ActEnd, 'at'>;
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
      ...endOfError(error),
      hints,
      lines: reason === message ? [] : [message],
    };
    if (run === undefined) addFailure(screen, { ...end, title: command.name, line: lineOf(invocation) });
    else endAct(screen, run.id, { ...end, title: actTitle(run.plan), isPrinted: true }, true);
  } else showFailure(screen, command.name, message, hints);
}

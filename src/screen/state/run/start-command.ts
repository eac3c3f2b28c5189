import type { Command, Input, Plan, ScreenActions, Services } from '../../../commands/record/command.ts';
import { PlanOutdatedError } from '../../../commands/record/command-error.ts';
import { decideNextStep } from '../../../commands/record/decide-next-step.ts';
import { describeError } from '../../../commands/record/describe-error.ts';
import { formatOf, renderResult } from '../../../commands/record/output-format.ts';
import { showFailure, showText } from '../open/show-text.ts';
import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import { changeActivity, endActivity, startActivity } from './activities.ts';
import { openConfirmation } from './open-confirmation.ts';
import { createScreenActions } from './screen-actions.ts';
import { showMessage } from './show-message.ts';

/** What nobody has pressed a key for takes the screen from nobody: whoever began it hears why it was not done. */
type Clock = { readonly mustAsk: () => void; readonly failed: (reason: string) => void };
type By = 'person' | Clock;
type Use = { readonly command: Command; readonly input: Input; readonly by: By };

/** From a key or a typed line to the result on the screen. Never blocks a key, never rejects. */
export function startCommand(screen: Screen, command: Command, input: Input, by: By = 'person'): void {
  const use = { command, input, by };
  const instead = command.onScreen?.override;
  if (instead !== undefined && command.needs === 'nothing') {
    actOrFail(screen, use, instead);
    return;
  }
  const { session, snapshot, activities } = screen.store.getState();
  if (session === undefined || snapshot === undefined) {
    showMessage(screen, 'not attached yet', 'warning', (state) => state.session === undefined);
    return;
  }
  const planning = activities.find(({ kind }) => kind === 'planning');
  if (planning !== undefined) {
    if (by === 'person') {
      const isPlanning = (state: ScreenState) => state.activities.some(({ id }) => id === planning.id);
      showMessage(screen, `${planning.title} is still ${planning.step}: one question at a time`, 'warning', isPlanning);
    }
    return;
  }
  const available = command.available(snapshot, input);
  if (available !== true) showMessage(screen, available, 'warning');
  else if (instead !== undefined) actOrFail(screen, use, instead);
  else
    void planAndRun(
      screen,
      { frontend: 'screen', connection: session.connection, snapshot, now: screen.now, local: screen.local },
      use,
    );
}

function actOrFail(screen: Screen, use: Use, act: (actions: ScreenActions, input: Input) => void): void {
  try {
    act(createScreenActions(screen), use.input);
  } catch (error) {
    fail(screen, use, error);
  }
}

async function planAndRun(screen: Screen, services: Services, use: Use): Promise<void> {
  const { command, input } = use;
  const activity = startActivity(screen, { kind: 'planning', title: command.name, step: 'reading what it will hit' });
  try {
    const plan = await command.plan(services, input, screen.signal);
    const goOn = () => void run(screen, services, use, plan);
    const next = decideNextStep(input, plan);
    if (next === 'show') showText(screen, plan.title, [...plan.lines, ...plan.warnings].join('\n'));
    else if (next === 'run') goOn();
    else if (use.by === 'person') openConfirmation(screen, plan, goOn);
    else use.by.mustAsk();
  } catch (error) {
    fail(screen, use, error);
  } finally {
    endActivity(screen, activity);
  }
}

async function run(screen: Screen, services: Services, use: Use, plan: Plan): Promise<void> {
  const { command, input } = use;
  const activity = startActivity(screen, { kind: 'running', title: plan.title, step: '' });
  const steps = command.run(services, plan, screen.signal);
  try {
    let step = await steps.next();
    for (; step.done !== true; step = await steps.next()) {
      if (step.value.kind === 'step') changeActivity(screen, activity, step.value.text);
    }
    const text = await renderResult(command.render, step.value, formatOf(input) ?? 'text');
    finish(screen, use, plan, step.value, text);
  } catch (error) {
    if (error instanceof PlanOutdatedError) {
      showMessage(screen, error.message, 'warning');
      void planAndRun(screen, services, use);
    } else fail(screen, use, error);
  } finally {
    endActivity(screen, activity);
  }
}

function finish(screen: Screen, { command, by }: Use, plan: Plan, result: unknown, text: string): void {
  const failure = command.failure?.(result);
  if (failure?.cause !== undefined) screen.log(failure.cause);
  if (failure !== undefined && by !== 'person') {
    showMessage(screen, `${plan.title}: ${failure.message}`, 'error');
  } else if (failure !== undefined) {
    showFailure(screen, plan.title, failure.message, [...(failure.hints ?? []), ...text.split('\n')]);
  } else if (command.endsAttachment?.(result) === true) {
    screen.leave({ exitCode: 0, lines: text === '' ? [] : text.split('\n') });
  } else if (by !== 'person') {
    showMessage(screen, text.split('\n')[0] ?? '', 'ok');
  } else if (command.onScreen?.show !== undefined) {
    command.onScreen.show(createScreenActions(screen), result, text);
  } else {
    screen.store.getState().session?.refresh();
    showText(screen, plan.title, text, command.render.names(result).join('\n'));
  }
}

function fail(screen: Screen, { command, by }: Use, error: unknown): void {
  if (screen.signal.aborted) return;
  screen.log(error);
  const { message, hints } = describeError(error);
  if (by === 'person') showFailure(screen, command.name, message, hints);
  else by.failed(message);
}

import { actTitle, isAct } from '../../../commands/record/act.ts';
import type { Command, Input, Plan, ScreenActions, Services } from '../../../commands/record/command.ts';
import { PlanOutdatedError } from '../../../commands/record/command-error.ts';
import { formatOf, renderResult } from '../../../commands/record/output-format.ts';
import { decideNextStep } from '../../../commands/record/plan/decide-next-step.ts';
import { forgetAct, startAct } from '../acts/record-act.ts';
import { showText } from '../open/show-text.ts';
import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import { changeActivity, endActivity, startActivity } from './activities.ts';
import { fail, finish, type Invocation, lineOf } from './end-command.ts';
import { openConfirmation } from './open-confirmation.ts';
import { createScreenActions } from './screen-actions.ts';
import { showMessage } from './show-message.ts';

/** Runs a command and shows its result. Never blocks key presses and never throws. */
export function startCommand(
  screen: Screen,
  command: Command,
  input: Input,
  caller: Invocation['caller'] = 'user',
): void {
  const invocation = { command, input, caller };
  const isOverridden = command.onScreen?.when?.(input) ?? true;
  const override = isOverridden ? command.onScreen?.override : undefined;
  if (override !== undefined && (command.onScreen?.needs ?? command.needs) === 'nothing') {
    runScreenAction(screen, invocation, override);
    return;
  }
  const { session, snapshot, activities } = screen.store.getState();
  if (session === undefined || snapshot === undefined) {
    showMessage(screen, 'not attached yet', 'warning', (state) => state.session === undefined);
    return;
  }
  const planning = activities.find(({ kind }) => kind === 'planning');
  if (planning !== undefined) {
    if (caller === 'user') {
      const isPlanning = (state: ScreenState) => state.activities.some(({ id }) => id === planning.id);
      showMessage(screen, `wait: ${planning.title} is still ${planning.step}`, 'warning', isPlanning);
    }
    return;
  }
  const available = command.available(snapshot, input);
  if (available !== true) showMessage(screen, available, 'warning');
  else if (override !== undefined) runScreenAction(screen, invocation, override);
  else
    void planAndRun(
      screen,
      {
        frontend: 'screen',
        connection: session.connection,
        snapshot,
        now: screen.now,
        local: screen.local,
        programStreams: screen.terminal.streams,
      },
      invocation,
    );
}

function runScreenAction(
  screen: Screen,
  invocation: Invocation,
  action: (actions: ScreenActions, input: Input) => void,
): void {
  try {
    action(createScreenActions(screen), invocation.input);
  } catch (error) {
    fail(screen, invocation, error);
  }
}

async function planAndRun(screen: Screen, services: Services, invocation: Invocation): Promise<void> {
  const { command, input } = invocation;
  const activity = startActivity(screen, { kind: 'planning', title: command.name, step: 'checking what is affected' });
  try {
    const plan = await command.plan(services, input, screen.signal);
    if (screen.signal.aborted) return;
    const confirm = (shown: Plan, from: Input) => void run(screen, services, { ...invocation, input: from }, shown);
    const next = decideNextStep(input, plan);
    if (next === 'show') showText(screen, plan.title, [...plan.lines, ...plan.warnings].join('\n'));
    else if (next === 'run') confirm(plan, input);
    else if (invocation.caller === 'user') {
      const planAgain = (changed: Input, signal: AbortSignal) => command.plan(services, changed, signal);
      openConfirmation(screen, plan, { confirm, replan: { input, plan: planAgain } });
    } else invocation.caller.onConfirmationNeeded();
  } catch (error) {
    fail(screen, invocation, error);
  } finally {
    endActivity(screen, activity);
  }
}

async function run(screen: Screen, services: Services, invocation: Invocation, plan: Plan): Promise<void> {
  const { command, input } = invocation;
  const id = startActivity(screen, { kind: 'running', title: actTitle(plan), step: '' });
  const running = { plan, id, startedAt: screen.now() };
  if (isAct(command, plan)) startAct(screen, { id, title: actTitle(plan), line: lineOf(invocation) });
  const steps = command.run(services, plan, screen.signal);
  try {
    let step = await steps.next();
    for (; step.done !== true; step = await steps.next()) {
      if (step.value.kind === 'step') changeActivity(screen, id, step.value.phase ?? step.value.text);
    }
    const text = await renderResult(command.render, step.value, formatOf(input) ?? 'text');
    finish(screen, invocation, running, step.value, text);
  } catch (error) {
    if (error instanceof PlanOutdatedError && !screen.signal.aborted) {
      forgetAct(screen, id);
      showMessage(screen, error.message, 'warning');
      void planAndRun(screen, services, invocation);
    } else fail(screen, invocation, error, running);
  } finally {
    endActivity(screen, id);
  }
}

import type { Command, Input, Plan, Services } from '../../commands/command.ts';
import { describeError } from '../../commands/describe-error.ts';
import { formatOf, renderResult } from '../../commands/output-format.ts';
import { PlanOutdated } from '../../commands/plan-outdated.ts';
import { isOn } from '../../commands/shared-options.ts';
import { emptyLine } from '../keys/edit-line.ts';
import { changeActivity, endActivity, startActivity, unfinished } from './activities.ts';
import { showForwards } from './forwards/show-forwards.ts';
import { chooseLogs } from './logs/choose-logs.ts';
import { openLayerBelow, type Screen, say } from './screen.ts';
import { showFailure, showText } from './show-text.ts';
import { podUnderCursor } from './table-rows.ts';

/** What nobody has pressed a key for takes the screen from nobody: it is said in the status line. */
type By = 'person' | 'clock';
type Use = { readonly command: Command; readonly input: Input; readonly by: By };

/** From a key or a typed line to the result on the screen. Never blocks a key, never rejects. */
export function startCommand(screen: Screen, command: Command, input: Input, by: By = 'person'): void {
  if (command.name === 'quit') {
    screen.leave({ exitCode: 0, lines: unfinished(screen) });
    return;
  }
  const { session, snapshot, activities } = screen.store.getState();
  if (session === undefined || snapshot === undefined) {
    say(screen, 'not attached yet', 'warning');
    return;
  }
  if (activities.some(({ kind }) => kind === 'planning')) return; // one question at a time
  const available = command.available(snapshot, input);
  if (available !== true) say(screen, available, 'warning');
  else if (command.name === 'logs') showLogs(screen, input);
  else
    void planAndRun(
      screen,
      { connection: session.connection, snapshot, now: screen.now, isAttached: true, local: screen.local },
      { command, input, by },
    );
}

/** What streams bytes elsewhere is the logs pane here. */
function showLogs(screen: Screen, { arguments: names }: Input): void {
  const state = screen.store.getState();
  const uids = names.map((name) => state.snapshot?.pods?.findLast((pod) => pod.name === name)?.uid);
  const unknown = names.find((_, index) => uids[index] === undefined);
  if (unknown !== undefined) {
    say(screen, `no pod ${unknown}`, 'error');
    return;
  }
  const isUnderCursor = uids.length === 1 && uids[0] === podUnderCursor(state)?.uid;
  chooseLogs(screen, isUnderCursor ? [] : uids.filter((uid) => uid !== undefined));
  screen.store.setState({ focus: 'logs', detail: undefined });
}

async function planAndRun(screen: Screen, services: Services, use: Use): Promise<void> {
  const { command, input } = use;
  const activity = startActivity(screen, { kind: 'planning', title: command.name, step: 'reading what it will hit' });
  try {
    const plan = await command.plan(services, input, screen.signal);
    const goOn = () => void run(screen, services, use, plan);
    if (isOn(input, 'dry-run')) showText(screen, plan.title, [...plan.lines, ...plan.warnings].join('\n'));
    else if (plan.confirmation.kind === 'none') goOn();
    else openLayerBelow(screen, { kind: 'dialog', plan, typed: emptyLine, complaint: undefined, confirm: goOn });
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
    if (error instanceof PlanOutdated) {
      say(screen, error.message, 'warning');
      void planAndRun(screen, services, use);
    } else fail(screen, use, error);
  } finally {
    endActivity(screen, activity);
  }
}

function finish(screen: Screen, { command, by }: Use, plan: Plan, result: unknown, text: string): void {
  const failure = command.failure?.(result);
  if (failure !== undefined) {
    showFailure(screen, plan.title, failure.message, text.split('\n'));
  } else if (command.leaves?.(result) === true) {
    screen.leave({ exitCode: 0, lines: text === '' ? [] : text.split('\n') });
  } else if (by === 'clock') {
    say(screen, text.split('\n')[0] ?? '', 'ok');
  } else if (command.name === 'port-forward') {
    say(screen, text.replaceAll('\n', '; '), 'ok');
    showForwards(screen, { below: true });
  } else {
    screen.store.getState().session?.refresh();
    showText(screen, plan.title, text, command.render.names(result).join('\n'));
  }
}

function fail(screen: Screen, { command, by }: Use, error: unknown): void {
  if (screen.signal.aborted) return;
  screen.log(error);
  const { message, hints } = describeError(error);
  if (by === 'clock') say(screen, `${command.name}: ${message}`, 'error');
  else showFailure(screen, command.name, message, hints);
}

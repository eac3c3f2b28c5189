import type { Command, Input, Plan, Services } from '../../commands/command.ts';
import { describeError } from '../../commands/describe-error.ts';
import { formatOf, type OutputFormat, renderResult } from '../../commands/output-format.ts';
import { isOn } from '../../commands/shared-options.ts';
import { emptyLine } from '../keys/edit-line.ts';
import { changeActivity, endActivity, startActivity, unfinished } from './activities.ts';
import { showForwards } from './forwards/show-forwards.ts';
import { chooseLogs } from './logs/choose-logs.ts';
import { openLayerBelow, type Screen, say } from './screen.ts';
import { showFailure, showText } from './show-text.ts';
import { podUnderCursor } from './table-rows.ts';

/** From a key or a typed line to the result on the screen. Never blocks a key, never rejects. */
export function startCommand(screen: Screen, command: Command, input: Input): void {
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
      { connection: session.connection, snapshot, now: screen.now, isAttached: true },
      command,
      input,
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

async function planAndRun(screen: Screen, services: Services, command: Command, input: Input): Promise<void> {
  const activity = startActivity(screen, { kind: 'planning', title: command.name, step: 'reading what it will hit' });
  try {
    const plan = await command.plan(services, input, screen.signal);
    const goOn = () => void run(screen, services, command, plan, formatOf(input) ?? 'text');
    if (isOn(input, 'dry-run')) showText(screen, plan.title, [...plan.lines, ...plan.warnings].join('\n'));
    else if (plan.confirmation.kind === 'none') goOn();
    else openLayerBelow(screen, { kind: 'dialog', plan, typed: emptyLine, complaint: undefined, confirm: goOn });
  } catch (error) {
    fail(screen, command, error);
  } finally {
    endActivity(screen, activity);
  }
}

async function run(
  screen: Screen,
  services: Services,
  command: Command,
  plan: Plan,
  format: OutputFormat,
): Promise<void> {
  const activity = startActivity(screen, { kind: 'running', title: plan.title, step: '' });
  const steps = command.run(services, plan, screen.signal);
  try {
    let step = await steps.next();
    for (; step.done !== true; step = await steps.next()) {
      if (step.value.kind === 'step') changeActivity(screen, activity, step.value.text);
    }
    finish(screen, command, plan, step.value, await renderResult(command.render, step.value, format));
  } catch (error) {
    fail(screen, command, error);
  } finally {
    endActivity(screen, activity);
  }
}

function finish(screen: Screen, command: Command, plan: Plan, result: unknown, text: string): void {
  const failure = command.failure?.(result);
  if (failure !== undefined) {
    showFailure(screen, plan.title, failure.message, text.split('\n'));
  } else if (command.leaves?.(result) === true) {
    screen.leave({ exitCode: 0, lines: text === '' ? [] : text.split('\n') });
  } else if (command.name === 'port-forward') {
    say(screen, text.replaceAll('\n', '; '), 'ok');
    showForwards(screen, { below: true });
  } else {
    screen.store.getState().session?.refresh();
    showText(screen, plan.title, text, command.render.names(result).join('\n'));
  }
}

function fail(screen: Screen, command: Command, error: unknown): void {
  if (screen.signal.aborted) return;
  screen.log(error);
  const { message, hints } = describeError(error);
  showFailure(screen, command.name, message, hints);
}

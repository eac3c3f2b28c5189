import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Confirmation, Input, Plan } from '../../../src/commands/record/command.ts';
import { canConfirm } from '../../../src/screen/dialog/answer.ts';
import { toggleSelected } from '../../../src/screen/dialog/toggle-switch.ts';
import { Dialog } from '../../../src/screen/dialog/view.tsx';
import { topViewState } from '../../../src/screen/state/layers.ts';
import { type DialogState, openConfirmation } from '../../../src/screen/state/run/open-confirmation.ts';
import { useScreenState } from '../../../src/screen/state/screen-context.tsx';
import { eventually } from '../../support/eventually.ts';
import { renderWidget } from '../draw/render-widget.tsx';

const answers = { confirm: 'Stop job', decline: 'Keep running', declined: 'orders keeps running' };
const yes: Confirmation = { kind: 'yes', ...answers };

function Front() {
  const dialog = useScreenState((state) => topViewState<DialogState>(state, 'dialog'));
  return dialog && <Dialog viewState={dialog} />;
}

async function open(confirmation: Confirmation) {
  let confirmed = 0;
  const plan: Plan = {
    title: 'Stop orders',
    lines: ['Flink takes a savepoint first.'],
    warnings: ['The savepoint is 3 days old'],
    confirmation,
  };
  const confirm = () => {
    confirmed += 1;
  };
  const widget = renderWidget(<Front />);
  openConfirmation(widget.screen, plan, { confirm });
  await widget.sees('Stop orders?');
  await eventually('a dialog that can be answered', () => canConfirm(widget.screen.store.getState()) === true);
  return { ...widget, confirmed: () => confirmed };
}

test('a dialog shows the effects of an action and selects the answer that declines', async () => {
  const { text } = await open(yes);
  for (const line of [
    '┏━ Stop orders?',
    'Flink takes a savepoint first.',
    '! The savepoint is 3 days old',
    '▶ Keep running',
    '  Stop job',
  ])
    assert.ok(text().includes(line), text());
});

test('the title of a destructive dialog has a mark', async () => {
  const { text } = await open({ ...yes, isDestructive: true });
  assert.ok(text().includes('┏━ ! Stop orders?'), text());
});

test('Enter on the first answer does not confirm and shows a message', async () => {
  const { press, confirmed, screen } = await open(yes);
  press('\r');
  assert.equal(confirmed(), 0);
  assert.equal(screen.store.getState().status?.text, 'Nothing changed: orders keeps running');
});

test('j and Enter confirm once', async () => {
  const { press, confirmed, sees } = await open(yes);
  press('j');
  await sees('▶ Stop job');
  press('\r');
  assert.equal(confirmed(), 1);
});

test('a dialog with a name to type has no list of answers', async () => {
  const { text } = await open({ kind: 'type', word: 'my-first-flink-cluster', ...answers });
  assert.match(text(), /Type my-first-flink-cluster to confirm:/);
  assert.doesNotMatch(text(), /▶/);
});

test('the answer that declines is also selected in the next dialog', async () => {
  const { press, confirmed, sees, screen } = await open(yes);
  const forwards = { confirm: 'Restore', decline: 'Not now', declined: 'the port stays closed' };
  openConfirmation(
    screen,
    { title: 'Restore the forwards', lines: [], warnings: [], confirmation: { kind: 'yes', ...forwards } },
    { confirm: () => undefined },
  );
  press('j');
  await sees('▶ Stop job');
  press('\r');
  await sees('▶ Not now');
  assert.equal(confirmed(), 1);
});

test('a new plan never turns a word to type into a question that one letter answers', async () => {
  const widget = renderWidget(<Front />);
  const typed: Plan = {
    title: 'Stop the cluster',
    lines: ['2 jobs'],
    warnings: [],
    switches: [{ option: 'savepoint', value: true, label: 'take savepoints first' }],
    confirmation: { kind: 'type', word: 'my-first-flink-cluster', ...answers },
  };
  const inputs: Input[] = [];
  const plan = async (input: Input): Promise<Plan> => {
    inputs.push(input);
    return { ...typed, lines: ['No jobs'], confirmation: { ...yes, isDestructive: true } };
  };
  openConfirmation(widget.screen, typed, {
    confirm: () => undefined,
    replan: { input: { arguments: [], options: {} }, plan },
  });
  await widget.sees('[ ] take savepoints first');
  const dialog = topViewState<DialogState>(widget.screen.store.getState(), 'dialog');
  assert.ok(dialog);
  toggleSelected(widget.screen, dialog);
  await widget.sees('No jobs');
  assert.ok(widget.text().includes('[x] take savepoints first'), widget.text());
  assert.ok(widget.text().includes('Type my-first-flink-cluster to confirm:'), widget.text());
  assert.deepEqual(inputs, [{ arguments: [], options: { savepoint: true } }]);
});

test('a narrow dialog never leaves out that the state of a job will be lost', async () => {
  const widget = renderWidget(<Front />);
  const names = ['orders-by-country', 'clicks-of-visitors'];
  const items = names.map((name, index) => ({
    name,
    id: `${index}b1b2c3d4e5f60718293a4b5c6d7e8f9`,
    state: index === 0 ? ('RESTARTING' as const) : ('RUNNING' as const),
    facts: [{ text: 'state will be lost', isLoss: true as const }, { text: '2/2 tasks' }, { text: 'started 2m ago' }],
  }));
  const plan: Plan = {
    title: 'Cancel 2 jobs',
    lines: [],
    sections: [{ kind: 'items', heading: 'Cancels 2 jobs', items }],
    warnings: [],
    confirmation: yes,
  };
  openConfirmation(widget.screen, plan, { confirm: () => undefined });
  await widget.sees('Cancels 2 jobs');
  for (const [index, name] of names.entries())
    assert.match(widget.text(), new RegExp(`${name.slice(0, 11)}.* ${index}b1b2c3d +state will be lost`));
});

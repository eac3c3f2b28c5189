import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Confirmation, Plan } from '../../../src/commands/record/command.ts';
import { Dialog } from '../../../src/screen/dialog/view.tsx';
import { topViewState } from '../../../src/screen/state/layers.ts';
import { type DialogState, openConfirmation } from '../../../src/screen/state/run/open-confirmation.ts';
import { useScreenState } from '../../../src/screen/state/screen-context.tsx';
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

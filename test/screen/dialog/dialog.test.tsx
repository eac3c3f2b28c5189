import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Dialog } from '../../../src/screen/dialog/view.tsx';
import { renderWidget } from '../draw/render-widget.tsx';

function open(confirmation: { readonly kind: 'yes' } | { readonly kind: 'type'; readonly word: string }) {
  let confirmed = 0;
  const plan = {
    title: 'Stop orders',
    lines: ['Flink takes a savepoint first.'],
    warnings: ['The savepoint is 3 days old'],
    confirmation,
  };
  const confirm = () => {
    confirmed += 1;
  };
  const typed = { text: '', cursor: 0 };
  const widget = renderWidget(<Dialog viewState={{ plan, top: 0, typed, inputError: undefined, confirm }} />);
  return { ...widget, confirmed: () => confirmed };
}

test('a dialog shows the effects of an action and selects No', () => {
  const { text } = open({ kind: 'yes' });
  for (const line of [
    'Stop orders?',
    'Flink takes a savepoint first.',
    '! The savepoint is 3 days old',
    '▶ No, go back',
    '  Yes, continue',
  ])
    assert.ok(text().includes(line), text());
});

test('Enter on No does not confirm and shows a message', () => {
  const { press, confirmed, screen } = open({ kind: 'yes' });
  press('\r');
  assert.equal(confirmed(), 0);
  assert.equal(screen.store.getState().status?.text, 'Not confirmed: Stop orders');
});

test('j and Enter confirm once', async () => {
  const { press, confirmed, sees } = open({ kind: 'yes' });
  press('j');
  await sees('▶ Yes, continue');
  press('\r');
  assert.equal(confirmed(), 1);
});

test('a dialog with a name to type has no Yes and No', () => {
  const { text } = open({ kind: 'type', word: 'my-first-flink-cluster' });
  assert.match(text(), /Type my-first-flink-cluster to confirm:/);
  assert.doesNotMatch(text(), /Yes, continue/);
});

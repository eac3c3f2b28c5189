import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Dialog } from '../../../src/screen/dialog/view.tsx';
import { renderWidget } from '../draw/render-widget.tsx';

function open(confirmation: { readonly kind: 'yes' } | { readonly kind: 'type'; readonly word: string }) {
  let confirmed = 0;
  const plan = {
    title: 'Stop orders',
    lines: ['It takes a savepoint first.'],
    warnings: ['It is 3 days old'],
    confirmation,
  };
  const confirm = () => {
    confirmed += 1;
  };
  const typed = { text: '', cursor: 0 };
  const widget = renderWidget(<Dialog own={{ plan, top: 0, typed, complaint: undefined, confirm }} />);
  return { ...widget, confirmed: () => confirmed };
}

test('a dialog says what an act hits, and begins at No', () => {
  const { text } = open({ kind: 'yes' });
  for (const told of [
    'Stop orders?',
    'It takes a savepoint first.',
    '! It is 3 days old',
    '▶ No, leave it',
    '  Yes, do it',
  ])
    assert.ok(text().includes(told), text());
});

test('Enter at No does nothing, and says so', () => {
  const { press, confirmed, screen } = open({ kind: 'yes' });
  press('\r');
  assert.equal(confirmed(), 0);
  assert.equal(screen.store.getState().status?.text, 'not done: Stop orders');
});

test('one step down and Enter does it, once', async () => {
  const { press, confirmed, sees } = open({ kind: 'yes' });
  press('j');
  await sees('▶ Yes, do it');
  press('\r');
  assert.equal(confirmed(), 1);
});

test('the worst wants a word, and offers no choice', () => {
  const { text } = open({ kind: 'type', word: 'my-first-flink-cluster' });
  assert.match(text(), /Type my-first-flink-cluster to do it:/);
  assert.doesNotMatch(text(), /Yes, do it/);
});

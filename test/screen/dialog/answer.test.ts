import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan } from '../../../src/commands/record/command.ts';
import { dispatch } from '../../../src/screen/input/dispatch.ts';
import { openConfirmation } from '../../../src/screen/state/run/open-confirmation.ts';
import { eventually } from '../../support/eventually.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const press = (screen: ReturnType<typeof screenInMemory>, name: string) =>
  dispatch(screen, { name, text: name, bytes: name });

test('a y that was meant to copy does not confirm a dialog that has just opened', async () => {
  const screen = screenInMemory();
  let confirmed = 0;
  const plan: Plan = {
    title: 'Cancel orders',
    lines: [],
    warnings: [],
    confirmation: { kind: 'yes', confirm: 'Cancel job', decline: 'Keep running', declined: 'orders keeps running' },
  };
  openConfirmation(screen, plan, {
    confirm: () => {
      confirmed += 1;
    },
  });
  press(screen, 'y');
  assert.equal(confirmed, 0);
  assert.equal(screen.store.getState().status?.text, 'the dialog has just opened: press the key again');
  await eventually('a dialog that can be answered', () => {
    press(screen, 'y');
    return confirmed > 0;
  });
  assert.equal(confirmed, 1);
  assert.deepEqual(screen.store.getState().layers, []);
});

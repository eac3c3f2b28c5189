import assert from 'node:assert/strict';
import { test } from 'node:test';
import { views } from '../../../src/screen/all-views.ts';
import { bindingsEverywhere, bindingsOf } from '../../../src/screen/input/active-bindings.ts';
import { movementOf } from '../../../src/screen/input/movement-keys.ts';

for (const view of views.all.filter(({ kind }) => kind !== 'overlay')) {
  test(`in ${view.id} every key means one thing`, () => {
    const keys = [...bindingsOf(views, view), ...bindingsEverywhere(views)].flatMap((binding) => binding.keys);
    const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
    // Among the logs a number is a level, and Alt with it a pane; a page is closed by what goes back.
    const expected = { logs: ['1', '2', '3'], job: ['escape'] }[view.id] ?? [];
    assert.deepEqual(twice, expected);
    assert.deepEqual(
      keys.filter((key) => movementOf(key) !== undefined),
      [],
      'no key that moves',
    );
  });
}

test('every view has a name of its own, and in it every action', () => {
  const ids = views.all.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)]);
  for (const view of views.all) {
    const actions = [...bindingsOf(views, view), ...bindingsEverywhere(views)].map(({ action }) => action);
    assert.deepEqual(actions, [...new Set(actions)], view.id);
    for (const action of actions) assert.match(action, /^[a-z-]+\.[a-z-]+$/);
  }
});

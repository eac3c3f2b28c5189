import assert from 'node:assert/strict';
import { test } from 'node:test';
import { views } from '../../../src/screen/all-views.ts';
import { bindingsEverywhere, bindingsOf } from '../../../src/screen/input/active-bindings.ts';
import { movementOf } from '../../../src/screen/input/movement-keys.ts';

for (const view of views.all.filter(({ kind }) => kind !== 'overlay')) {
  test(`in ${view.id} every key has one binding`, () => {
    const keys = [...bindingsOf(views, view), ...bindingsEverywhere(views)].flatMap((binding) => binding.keys);
    const duplicates = keys.filter((key, index) => keys.indexOf(key) !== index);
    // On a page, Esc closes the page.
    const expected = view.kind === 'page' ? ['escape'] : [];
    assert.deepEqual(duplicates, expected);
    assert.deepEqual(
      keys.filter((key) => movementOf(key) !== undefined),
      [],
      'no binding uses a movement key',
    );
  });
}

test('every view has a unique id, and every action of a view has a unique name', () => {
  const ids = views.all.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)]);
  for (const view of views.all) {
    const actions = [...bindingsOf(views, view), ...bindingsEverywhere(views)].map(({ action }) => action);
    assert.deepEqual(actions, [...new Set(actions)], view.id);
    for (const action of actions) assert.match(action, /^[a-z-]+\.[a-z-]+$/);
  }
});

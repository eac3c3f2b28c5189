import assert from 'node:assert/strict';
import { test } from 'node:test';
import { views } from '../../../src/screen/all-views.ts';
import { bindingsEverywhere, bindingsOf } from '../../../src/screen/input/active-bindings.ts';
import { movementOf } from '../../../src/screen/input/movement-keys.ts';
import { newJobPage } from '../../../src/screen/job/job-page.ts';
import { tabs } from '../../../src/screen/job/tabs.ts';

/** States of the view in which different bindings are active. Each tab of a job has its own keys. */
function statesOf(viewId: string): readonly unknown[] {
  if (viewId !== 'job') return [undefined];
  const pages = tabs.map(({ name }) => ({ ...newJobPage('a'), tab: name }));
  return [...pages, { ...newJobPage('a'), tab: 'checkpoints', checkpoints: { cursor: 1, top: 0, openId: 1 } }];
}

const cases = views.all
  .filter(({ kind }) => kind !== 'overlay')
  .flatMap((view) => statesOf(view.id).map((state, index) => ({ view, state, index })));
for (const { view, state, index } of cases) {
  test(`in ${view.id} every key has one binding, state ${index}`, () => {
    const keys = [...bindingsOf(views, view), ...bindingsEverywhere(views)]
      .filter(({ when }) => state === undefined || when?.(state) !== false)
      .flatMap((binding) => binding.keys);
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

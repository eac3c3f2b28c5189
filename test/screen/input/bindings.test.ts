import assert from 'node:assert/strict';
import { test } from 'node:test';
import { views } from '../../../src/screen/all-views.ts';
import { bindingsEverywhere, bindingsOf } from '../../../src/screen/input/active-bindings.ts';
import { movementOf } from '../../../src/screen/input/movement-keys.ts';
import { type JobPage, newJobPage } from '../../../src/screen/job/job-page.ts';
import { tabs } from '../../../src/screen/job/tabs.ts';

const page = newJobPage('a');
const open = { group: 'a', failure: 'a', top: 0, isUnfolded: false };
/** The page of a job with each tab, and with what is open in a tab. A key may have another meaning in each of them. */
const jobPages: readonly JobPage[] = [
  ...tabs.map(({ name: tab }) => ({ ...page, tab })),
  { ...page, tab: 'exceptions', exceptions: { ...page.exceptions, open } },
  { ...page, tab: 'checkpoints', checkpoints: { ...page.checkpoints, openId: 1 } },
];
const states = views.all
  .filter(({ kind }) => kind !== 'overlay')
  .flatMap((view) => (view.id === 'job' ? jobPages : [undefined]).map((state) => ({ view, state })));

for (const [index, { view, state }] of states.entries()) {
  test(`in ${view.id} every key has one binding (state ${index})`, () => {
    const all = [...bindingsOf(views, view), ...bindingsEverywhere(views)];
    const active = state === undefined ? all : all.filter(({ when }) => when?.(state) ?? true);
    const keys = active.flatMap((binding) => binding.keys);
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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createListFilter } from '../../../src/screen/state/list/filter-list.ts';
import { matchesFilter } from '../../../src/screen/state/list/matches-filter.ts';
import { createRandom, type Random } from '../../logging-config/random.ts';

type Item = { readonly text: string };

const itemOf = (random: Random): Item => ({ text: `${random.pick(['debug', 'oom', 'disk'])} ${random.below(20)}` });

/** Adds items in front, replaces or removes some of the first ones, or leaves the list as it is. */
function change(random: Random, items: readonly Item[]): readonly Item[] {
  const added = Array.from({ length: random.below(4) }, () => itemOf(random));
  return random.chance(0.3) ? items : [...added, ...items.slice(random.below(4))];
}

for (let seed = 1; seed <= 20; seed += 1) {
  test(`the matches after each change of the list and the filter are those of a new filter: seed ${seed}`, () => {
    const random = createRandom(seed);
    const filterList = createListFilter<Item>(({ text }, filter) => matchesFilter(text, filter));
    let items: readonly Item[] = Array.from({ length: 40 }, () => itemOf(random));
    let filter = '';
    for (let step = 0; step < 60; step += 1) {
      items = change(random, items);
      if (random.chance(0.4)) filter = random.pick(['', 'd', 'di', 'disk', 'disk 1', '!', '!d', '!disk', 'oom']);
      const expected = items.filter(({ text }) => matchesFilter(text, filter));
      assert.deepEqual(filterList(items, filter), expected);
    }
  });
}

test('a new item and a longer filter check few items', () => {
  let checked = 0;
  const filterList = createListFilter<string>((text, filter) => {
    checked += 1;
    return text.includes(filter);
  });
  const items = Array.from({ length: 1000 }, (_, index) => `${index}`);
  assert.equal(filterList(items, '9').length, 271);
  assert.equal(checked, 1000);
  assert.equal(filterList(['99', ...items], '9').length, 272);
  assert.equal(checked, 1001);
  const more = ['99', ...items];
  filterList(more, '9');
  checked = 0;
  assert.equal(filterList(more, '99').length, 20);
  assert.equal(checked, 272);
});

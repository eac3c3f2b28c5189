import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { tabBar } from '../../../src/screen/draw/tab-bar.ts';
import { tabs } from '../../../src/screen/job/tabs.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const { theme } = screenInMemory().store.getState();

test('the shown tab is named at every width, and marks say that there are more tabs', () => {
  for (const width of [24, 40, 78, 118]) {
    for (const { name, title } of tabs) {
      const bar = stripVTControlCharacters(tabBar(tabs, name, width, theme));
      assert.ok(bar.includes(`[${title}]`) && bar.length <= width, `${width} columns: ${bar}`);
      assert.equal(bar.startsWith('‹'), !bar.includes('Overview'), bar);
      assert.equal(bar.includes('›'), !bar.includes('Configuration'), bar);
    }
  }
});

test('without room for all tabs, the first ones are named while the shown one is among them', () => {
  const at78 = (tab: 'metrics' | 'configuration') => stripVTControlCharacters(tabBar(tabs, tab, 78, theme));
  assert.equal(at78('metrics'), ' Overview  Subtasks  Threads  Event time  Checkpoints  Exceptions [Metrics] ›');
  assert.match(
    at78('configuration'),
    /^‹ {2}Threads {2}Event time {2}Checkpoints {2}Exceptions {2}Metrics \[Configuration\]/,
  );
});

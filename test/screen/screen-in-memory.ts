import assert from 'node:assert/strict';
import { views } from '../../src/screen/all-views.ts';
import { keyNamesOf } from '../../src/screen/input/key-sections.ts';
import type { Screen } from '../../src/screen/state/screen.ts';
import { createScreenStore } from '../../src/screen/state/store.ts';
import { chooseTheme } from '../../src/screen/theme/choose.ts';

/** Returns a screen without a terminal. */
export function screenInMemory(overrides: Partial<Screen> = {}, size = { columns: 60, rows: 20 }): Screen {
  const nothing = () => undefined;
  return {
    store: createScreenStore({
      size,
      keyNames: keyNamesOf(overrides.views ?? views),
      now: 0,
      theme: chooseTheme({ theme: 'mono', color: 'never', env: {}, colorDepth: 1 }),
      banner: undefined,
      stage: { kind: 'attached', target: { clusterId: 'my-first-flink-cluster' } },
    }),
    views,
    signal: new AbortController().signal,
    now: () => 0,
    exit: nothing,
    attach: nothing,
    copy: nothing,
    saveLines: async (file) => ({ file, bytes: 0 }),
    local: undefined,
    rememberForwards: 'never',
    log: nothing,
    terminal: {
      streams: { kind: 'terminal', type: undefined, lend: async () => assert.fail('there is no terminal') },
      isLent: () => false,
      returned: async () => {},
      connect: nothing,
    },
    ...overrides,
  };
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { readLoggingConfig } from '../../../src/logging-config/read-config.ts';
import { revertOverdueLevels } from '../../../src/screen/levels/revert-overdue-levels.ts';
import type { Screen } from '../../../src/screen/state/screen.ts';
import { createScreenStore, type InitialState } from '../../../src/screen/state/store.ts';
import { eventually } from '../../support/eventually.ts';
import { fakeSession, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const root = { logger: 'root', level: 'WARN', since: 0, until: 1000, by: 'ann@laptop' } as const;
const text = 'rootLogger.level = WARN\n';

test('reports a failed revert only once, even if later retries fail', async (t) => {
  let now = 1000;
  let attempts = 0;
  const deny = async () => {
    throw new KubernetesError('forbidden', 'not allowed');
  };
  const kubernetes = {
    get: deny,
    isAllowed: deny,
    list: async () => {
      attempts += 1;
      return deny();
    },
  };
  const config = readLoggingConfig('log4j', text);
  const pending = {
    key: 'log4j-console.properties',
    backend: 'log4j',
    original: text,
    levels: [root],
    fastSince: null,
  };
  const snapshot = sessionSnapshot({ logging: { config, pending: { ...pending, backend: 'log4j' } } });
  const session = fakeSession(snapshot, { environment: deny }, kubernetes);
  const store = createScreenStore({ now } as InitialState);
  const { signal } = new AbortController();
  const { terminal } = screenInMemory();
  const screen = { store, now: () => now, signal, log: () => {}, local: undefined, terminal } as unknown as Screen;
  t.after(revertOverdueLevels(screen));

  const afterAttempts = async (times: number) => {
    store.setState({ session, snapshot, now });
    await eventually(`${times} attempts`, () => attempts >= times && store.getState().activities.length === 0);
    return store.getState().status;
  };
  const first = await afterAttempts(1);
  assert.equal(first?.text, 'cannot revert root WARN (run :log-level --overdue): not allowed');
  now += 59_000;
  assert.equal((await afterAttempts(1))?.at, first?.at);
  now += 2000;
  assert.equal((await afterAttempts(2))?.at, first?.at);
  assert.deepEqual(store.getState().layers, []);
});

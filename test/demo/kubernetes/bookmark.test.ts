import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWatch } from './test-client.ts';
import { configMap, pod, podsPath, startCluster } from './test-cluster.ts';

// In a file of its own: a mocked clock cannot stop a timer that another test started with the real one.
test('a bookmark comes each minute to those who want it', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  const watch = await openWatch(server, `${podsPath}?watch=1&allowWatchBookmarks=true`);
  assert.equal(await watch.next(), 'ADDED a');
  store.create('configmaps', configMap('settings', {}));
  t.mock.timers.tick(60_000);
  const { type, object } = await watch.event();
  assert.equal(type, 'BOOKMARK');
  assert.deepEqual(object, {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { resourceVersion: String(store.revision()) },
  });
});

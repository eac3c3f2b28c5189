import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWatch } from './test-client.ts';
import { configMap, pod, podsPath, startCluster } from './test-cluster.ts';

// This test has its own file, because mocked timers cannot stop the real timers of other tests.
test('sends a bookmark every minute to a watch that allows bookmarks', async (t) => {
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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesApi } from '../../../src/kubernetes/api.ts';
import { createDeploymentUid } from '../../../src/session/attach/deployment-uid.ts';

test('the uid is read again after a minute, and a failed read keeps the last one', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 0 });
  let reads = 0;
  let uid: string | undefined = 'new';
  const get = async () => {
    reads += 1;
    if (uid === undefined) throw new Error('gone');
    return { metadata: { uid } };
  };
  const target = { clusterId: 'orders', namespace: 'flink' };
  const read = createDeploymentUid({ get } as unknown as KubernetesApi, target, 'old');
  assert.deepEqual([await read(), reads], ['old', 0]);
  t.mock.timers.setTime(59_000);
  assert.deepEqual([await read(), reads], ['old', 0]);
  t.mock.timers.setTime(60_000);
  assert.deepEqual([await read(), await read(), reads], ['new', 'new', 1]);
  uid = undefined;
  t.mock.timers.setTime(120_000);
  assert.deepEqual([await read(), reads], ['new', 2]);
});

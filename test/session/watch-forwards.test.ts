import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withAttached } from './attached.ts';

test('the forwards of a session are in its snapshot, with what has gone through them', async () => {
  await withAttached({ jobs: 'none' }, async ({ session, until }) => {
    const { forwards } = session.connection;
    assert.deepEqual((await until('pods', ({ pods }) => pods !== undefined)).forwards, []);
    const target = { kind: 'web-ui' } as const;
    const { id, url } = await forwards.start({ target, address: '127.0.0.1', localPort: 0, orNext: false });
    const opened = await until('the forward', (seen) => seen.forwards.some((one) => one.state.state === 'live'));
    assert.deepEqual(
      opened.forwards.map((one) => [one.id, one.url, one.traffic.totalConnections]),
      [[id, url, 0]],
    );
    assert.equal((await fetch(`${url}/config`)).status, 200);
    await until('its traffic', (seen) => (seen.forwards[0]?.traffic.bytesFromPod ?? 0) > 0);
    forwards.stop(id);
    await until('its end', (seen) => seen.forwards.length === 0);
  });
});

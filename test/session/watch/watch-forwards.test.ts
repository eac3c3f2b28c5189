import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Forward } from '../../../src/session/forwards/forward.ts';
import { watchForwards } from '../../../src/session/watch/watch-forwards.ts';
import { withAttached } from '../attached.ts';

test('adds forwards and their traffic to the snapshot', async () => {
  await withAttached({ jobs: 'none' }, async ({ session, until }) => {
    const { forwards } = session.connection;
    assert.deepEqual((await until('pods', ({ pods }) => pods !== undefined)).forwards, []);
    const target = { kind: 'web-ui' } as const;
    const { id, url } = await forwards.start({ target, address: '127.0.0.1', localPort: 0, tryNextPorts: false });
    const opened = await until('the forward', (seen) => seen.forwards.some((one) => one.state.state === 'live'));
    assert.deepEqual(
      opened.forwards.map((one) => [one.id, one.url, one.traffic.totalConnections]),
      [[id, url, 0]],
    );
    assert.equal((await fetch(`${url}/config`)).status, 200);
    await until('the traffic of the forward', (seen) => (seen.forwards[0]?.traffic.bytesFromPod ?? 0) > 0);
    forwards.stop(id);
    await until('the end of the forward', (seen) => seen.forwards.length === 0);
  });
});

test('reports a changed forward immediately, and traffic once a second while one is open', (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.after(() => mock.timers.reset());
  let open: readonly Forward[] = [];
  let notify = () => {};
  const subscribe = (listener: () => void) => {
    notify = listener;
    return () => {};
  };
  let changes = 0;
  const watched = watchForwards({ list: () => open, subscribe }, () => {
    changes += 1;
  });
  mock.timers.tick(10_000);
  assert.equal(changes, 0);
  open = [{} as Forward];
  notify();
  assert.equal(changes, 1);
  mock.timers.tick(3000);
  assert.equal(changes, 4);
  open = [];
  notify();
  mock.timers.tick(10_000);
  assert.equal(changes, 5);
  watched.stop();
});

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { listen, localPortError } from '../../../src/session/forwards/listen.ts';
import { forwardUrl } from '../../../src/session/forwards/open-forward.ts';

test('reports an address that is not local', async () => {
  for (const address of ['203.0.113.1', 'no-such-host.invalid']) {
    await assert.rejects(listen(createServer(), { address, localPort: 0, tryNextPorts: true }), {
      name: 'LocalPortError',
      message: `cannot listen on ${address}: not a local address`,
    });
  }
});

test('reports a privileged port and suggests a higher one', () => {
  // Root may open port 80, and on some systems every user may. The test therefore creates the error itself.
  const denied = Object.assign(new Error('listen EACCES: permission denied 127.0.0.1:80'), { code: 'EACCES' });
  const { message, hints } = localPortError(denied, '127.0.0.1', 80);
  assert.equal(message, 'cannot listen on port 80 of 127.0.0.1: ports below 1024 need root');
  assert.deepEqual(hints, ['Choose a higher port: 8080']);
});

test('reports any other reason', () => {
  const { message } = localPortError(new Error('too many open files'), '127.0.0.1', 8081);
  assert.equal(message, 'cannot listen on port 8081 of 127.0.0.1: too many open files');
});

test('returns a URL that a local browser can open', () => {
  assert.equal(forwardUrl('http', '0.0.0.0', 8081), 'http://127.0.0.1:8081');
  assert.equal(forwardUrl('https', '::1', 8081), 'https://[::1]:8081');
  assert.equal(forwardUrl('http', 'localhost', 9000), 'http://localhost:9000');
});

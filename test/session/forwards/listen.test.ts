import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { forwardUrl } from '../../../src/session/forwards/forward-url.ts';
import { listen, localPortError } from '../../../src/session/forwards/listen.ts';

test('an address that this machine does not have is said', async () => {
  for (const address of ['203.0.113.1', 'no-such-host.invalid']) {
    await assert.rejects(listen(createServer(), { address, localPort: 0, tryNextPorts: true }), {
      name: 'LocalPortError',
      message: `this machine has no address ${address} to listen at`,
    });
  }
});

test('a port that needs a right is said, with one that does not', () => {
  // Root may open it, and so may others on some systems: the error is made by hand.
  const refused = Object.assign(new Error('listen EACCES: permission denied 127.0.0.1:80'), { code: 'EACCES' });
  const { message, hints } = localPortError(refused, '127.0.0.1', 80);
  assert.equal(message, 'this machine does not let you open port 80 of 127.0.0.1: ports below 1024 are for root');
  assert.deepEqual(hints, ['Give a higher one: 8080.']);
});

test('what was refused for another reason says it', () => {
  const { message } = localPortError(new Error('too many open files'), '127.0.0.1', 8081);
  assert.equal(message, 'port 8081 of 127.0.0.1 cannot be opened: too many open files');
});

test('the URL is one that a browser on this machine can open', () => {
  assert.equal(forwardUrl('http', '0.0.0.0', 8081), 'http://127.0.0.1:8081');
  assert.equal(forwardUrl('https', '::1', 8081), 'https://[::1]:8081');
  assert.equal(forwardUrl('http', 'localhost', 9000), 'http://localhost:9000');
});

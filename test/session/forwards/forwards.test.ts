import assert from 'node:assert/strict';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { connectSession } from '../../../src/session/attach/connect.ts';
import type { Forward, ForwardRequest, Forwards } from '../../../src/session/forwards/forward.ts';
import { LocalPortError } from '../../../src/session/forwards/listen.ts';
import { eventually } from '../../support/eventually.ts';
import { until, withAttached, withCluster } from '../attached.ts';
import { httpRequest } from './http-request.ts';

const webUi: ForwardRequest = { target: { kind: 'web-ui' }, address: '127.0.0.1', localPort: 0, tryNextPorts: false };

/** Resolves with the first forward that meets the condition. */
function untilForward(forwards: Forwards, what: string, isMatch: (forward: Forward) => boolean): Promise<Forward> {
  return until(forwards.subscribe, what, () => forwards.list().find(isMatch));
}
const isLive = ({ state }: Forward) => state.state === 'live';

test('forwards a local port to the leading JobManager and counts its traffic', async () => {
  await withAttached({}, async ({ demo, session }) => {
    const { forwards } = session.connection;
    const { url, localPort } = await forwards.start(webUi);
    assert.equal(url, `http://127.0.0.1:${localPort}`);
    const response = await httpRequest(`${url}/overview`);
    assert.equal(response.status, 200);
    assert.equal(JSON.parse(response.body)['flink-version'], '2.3.0');
    const { state, traffic, lastError } = await untilForward(forwards, 'the forward to be live', isLive);
    assert.ok(state.state === 'live' && state.via.pod.startsWith(demo.clusterId) && state.via.port === 8081);
    assert.equal(traffic.totalConnections, 1);
    assert.ok(traffic.bytesFromPod > response.body.length && traffic.bytesToPod > 0);
    assert.equal(lastError, undefined);
  });
});

test('holds a request on the same port while the JobManager is replaced', async () => {
  await withAttached({}, async ({ demo, session, until: untilSnapshot, now }) => {
    const { forwards } = session.connection;
    const { url } = await forwards.start(webUi);
    await untilSnapshot('a leader', ({ leader }) => leader !== undefined);
    const first = now().leader ?? '';
    assert.equal((await httpRequest(`${url}/overview`)).status, 200);
    demo.deletePod(first);
    await untilSnapshot('the end of the previous leader', ({ leader }) => leader !== first);
    // A running JobManager responds with a leader election error until it becomes the leader.
    const waited = await eventually('the end of the leader election', async () => {
      const response = await httpRequest(`${url}/overview`);
      return !/leader election/.test(response.body) && response;
    });
    assert.equal(waited.status, 200, waited.body);
    const { state } = await untilForward(forwards, 'the forward to be live', isLive);
    assert.ok(state.state === 'live' && state.via.pod !== first);
  });
});

test('follows the leader with high availability', async () => {
  await withAttached({ highAvailability: true }, async ({ demo, session, until: untilSnapshot, now }) => {
    const { forwards } = session.connection;
    const { url } = await forwards.start(webUi);
    await untilSnapshot('a leader', ({ leader }) => leader !== undefined);
    const first = now().leader ?? '';
    demo.deletePod(first);
    const { leader } = await untilSnapshot(
      'another leader',
      (next) => next.leader !== undefined && next.leader !== first,
    );
    assert.equal((await httpRequest(`${url}/overview`)).status, 200);
    await untilForward(forwards, 'the new leader', ({ state }) => state.state === 'live' && state.via.pod === leader);
  });
});

for (const [name, fault] of [
  ['every connection is lost', { kind: 'cut' }],
  ['the API server is unreachable for a while', { kind: 'unreachable', milliseconds: 1500 }],
  ['the API server hangs for a while', { kind: 'freeze', milliseconds: 1500 }],
] as const) {
  test(`serves the next request on the same port after ${name}`, async () => {
    await withAttached({}, async ({ demo, session }) => {
      const { forwards } = session.connection;
      const { url } = await forwards.start(webUi);
      await untilForward(forwards, 'the forward to be live', isLive);
      const idle = connect(Number(new URL(url).port), '127.0.0.1');
      idle.write('GET /overview HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await new Promise((resolve) => idle.once('data', resolve));
      const closed = new Promise((resolve) => idle.once('close', resolve));
      idle.on('error', () => {});
      await demo.fault(fault);
      assert.equal((await httpRequest(`${url}/overview`)).status, 200);
      if (fault.kind === 'cut') {
        await closed;
        const [forward] = forwards.list();
        assert.match(forward?.lastError?.message ?? '', /^lost the connection to port 8081 of pod /);
      } else idle.destroy();
    });
  });
}

test('reports a port without a listener and a missing pod', async () => {
  await withAttached({}, async ({ session, until: untilSnapshot, now }) => {
    const { forwards } = session.connection;
    await untilSnapshot('a leader', ({ leader }) => leader !== undefined);
    await forwards.start({ ...webUi, target: { kind: 'pod', pod: now().leader ?? '', port: 9999 } });
    const closed = await untilForward(forwards, 'a reason', ({ state }) => state.state === 'waiting');
    assert.ok(closed.state.state === 'waiting');
    assert.match(closed.state.reason, /^cannot connect to port 9999 of pod .*: nothing listens there/);
    forwards.stop(closed.id);
    await forwards.start({ ...webUi, target: { kind: 'pod', pod: 'no-such-pod', port: 8081 } });
    const absent = await untilForward(forwards, 'a reason', ({ state }) => state.state === 'waiting');
    assert.ok(absent.state.state === 'waiting');
    assert.match(absent.state.reason, /^pod no-such-pod not found in namespace/);
  });
});

test('reports the missing permission and sends a browser a page immediately', async () => {
  await withAttached(
    {},
    async ({ session }) => {
      const { forwards } = session.connection;
      const { url } = await forwards.start(webUi);
      const { state } = await untilForward(forwards, 'the denied permission', (one) => one.state.state === 'refused');
      assert.ok(state.state === 'refused');
      assert.match(state.reason, /^not allowed to (get|create) pods\/portforward/);
      const { status, headers, body } = await httpRequest(`${url}/`);
      assert.equal(status, 503);
      assert.equal(headers['retry-after'], '5');
      assert.match(body, /not allowed to (get|create) pods\/portforward/);
    },
    'viewer',
  );
});

test('rejects a port in use, or uses one of the next ports', async () => {
  const occupant = createServer();
  await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
  const address = occupant.address();
  assert.ok(address !== null && typeof address === 'object');
  const { port } = address;
  try {
    await withAttached({}, async ({ session }) => {
      const { forwards } = session.connection;
      await assert.rejects(forwards.start({ ...webUi, localPort: port }), (error) => {
        assert.ok(error instanceof LocalPortError);
        assert.equal(error.message, `cannot listen on port ${port} of 127.0.0.1: the port is in use`);
        return true;
      });
      const { localPort } = await forwards.start({ ...webUi, localPort: port, tryNextPorts: true });
      assert.ok(localPort > port && localPort < port + 20);
      assert.deepEqual(forwards.list().length, 1);
    });
  } finally {
    occupant.close();
  }
});

test('responds to a client that has closed its half of the connection', async () => {
  await withAttached({}, async ({ session }) => {
    const { localPort } = await session.connection.forwards.start(webUi);
    const client = connect({ port: localPort, host: '127.0.0.1', allowHalfOpen: true });
    client.end('GET /overview HTTP/1.0\r\n\r\n');
    assert.match(await text(client), /^HTTP\/1\.1 200 OK[\s\S]*flink-version/);
  });
});

test('frees the port and closes its connections on stop', async () => {
  await withAttached({}, async ({ session }) => {
    const { forwards } = session.connection;
    const { id, localPort, url } = await forwards.start(webUi);
    const client = connect(localPort, '127.0.0.1');
    await new Promise((resolve) => client.once('connect', resolve));
    await pollForward(forwards, 'the connection', ({ traffic }) => traffic.openConnections === 1);
    const closed = new Promise((resolve) => client.once('close', resolve));
    forwards.stop(id);
    await closed;
    assert.deepEqual(forwards.list(), []);
    await assert.rejects(httpRequest(url), { code: 'ECONNREFUSED' });
  });
});

test('leaves no sockets open after many short connections', async () => {
  await withAttached({ jobs: 'none' }, async ({ session }) => {
    const { forwards } = session.connection;
    const { url } = await forwards.start(webUi);
    await untilForward(forwards, 'the forward to be live', isLive);
    const before = process.getActiveResourcesInfo().filter((name) => name.includes('Socket')).length;
    let left = 80;
    const client = async () => {
      while (left > 0) {
        left -= 1;
        assert.equal((await httpRequest(`${url}/config`)).status, 200);
      }
    };
    await Promise.all(Array.from({ length: 20 }, client));
    const { traffic } = await pollForward(
      forwards,
      'all connections to close',
      (one) => one.traffic.openConnections === 0,
    );
    assert.equal(traffic.totalConnections, 80);
    const after = process.getActiveResourcesInfo().filter((name) => name.includes('Socket')).length;
    assert.ok(after <= before + 10, `${after} sockets are open, ${before} at the start`);
  });
});

/** Polls, because changes of the traffic do not notify subscribers. */
function pollForward(forwards: Forwards, what: string, isMatch: (forward: Forward) => boolean): Promise<Forward> {
  return eventually(what, () => forwards.list().find(isMatch));
}

test("serves Flink's Web UI to a browser", async () => {
  await withAttached({}, async ({ demo, session }) => {
    const { url } = await session.connection.forwards.start(webUi);
    const { status, headers, body } = await httpRequest(`${url}/`);
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/html; charset=UTF-8');
    assert.match(body, new RegExp(`<h1>${demo.clusterId}</h1>`));
  });
});

/** Sends bytes unchanged and returns the response. */
async function send(port: number, ...pieces: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return text(socket);
}

const requestFor = (host: string, path = '/overview') =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

test('responds to another host with a page that names the setting, without contacting the pod', async () => {
  await withAttached({}, async ({ session }) => {
    const { forwards } = session.connection;
    const { localPort } = await forwards.start(webUi);
    assert.match(await send(localPort, requestFor(`localhost:${localPort}`)), /^HTTP\/1\.1 200 /);
    const sent = forwards.list()[0]?.traffic.bytesToPod;

    const response = await send(localPort, requestFor('evil.example.com'));
    assert.match(response, /^HTTP\/1\.1 403 Forbidden\r\n/);
    assert.match(response, /Host evil\.example\.com is not allowed/);
    assert.match(response, /<code>forward-hosts: evil\.example\.com<\/code>/);
    const [start, end] = ['GET /overview HTTP/1.1\r\nHo', 'st: evil.example.com\r\n\r\n'];
    assert.match(await send(localPort, start, end), /^HTTP\/1\.1 403 /);
    assert.match(await send(localPort, requestFor('<b>.example.com')), /&lt;b&gt;\.example\.com/);

    const [forward] = forwards.list();
    assert.equal(forward?.traffic.bytesToPod, sent, 'the pod receives no data');
    assert.match(forward?.lastError?.message ?? '', /refused a request for the host <b>\.example\.com/);
  });
});

test('allows additional names with forward-hosts', async () => {
  await withCluster({}, 'admin', async ({ demo, kubernetes }) => {
    const { clusterId, namespace } = demo;
    const target = { clusterId, namespace, forwardHosts: ['*.example.com'] };
    const connection = await connectSession(kubernetes, target, AbortSignal.timeout(20_000));
    try {
      const { localPort } = await connection.forwards.start(webUi);
      assert.match(await send(localPort, requestFor('flink.example.com')), /^HTTP\/1\.1 200 /);
      assert.match(await send(localPort, requestFor('flink.example.org')), /^HTTP\/1\.1 403 /);
    } finally {
      await connection.close();
    }
  });
});

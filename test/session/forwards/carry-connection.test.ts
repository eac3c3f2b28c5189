import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { carryConnection, type PodRoute } from '../../../src/session/forwards/carry-connection.ts';
import { unavailablePage } from '../../../src/session/forwards/unavailable-page.ts';
import { eventually } from '../../support/eventually.ts';
import { untilBlocked } from '../../support/until-blocked.ts';

// Both ends are real sockets. A plain connection replaces the API server between them.

async function listen(t: TestContext, server: Server): Promise<number> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

type Carried = {
  readonly port: number;
  readonly reports: string[];
  readonly bytes: { fromPod: number; toPod: number };
  /** Open connections on the client's side. */
  readonly open: () => number;
  /** The newest connection to the pod. */
  readonly podStream: () => Duplex | undefined;
  /** Bytes buffered for the newest client. */
  readonly bufferedForClient: () => number;
};

type CarryOptions = {
  /** Number of connections that the pod refuses. */
  readonly refusals?: number;
  readonly retryForMs?: number;
  readonly beforeAttempt?: () => Promise<void>;
  readonly route?: Partial<PodRoute>;
};

/** Opens a local port that carries connections to this pod. */
async function carry(
  t: TestContext,
  pod: (socket: Socket) => void,
  { refusals = 0, retryForMs = 30_000, beforeAttempt = async () => {}, route = {} }: CarryOptions = {},
): Promise<Carried> {
  const podPort = await listen(t, createServer({ allowHalfOpen: true }, pod));
  const reports: string[] = [];
  const bytes = { fromPod: 0, toPod: 0 };
  let refusalsLeft = refusals;
  let podStream: Duplex | undefined;
  const connectToPod = async (): Promise<Duplex> => {
    await beforeAttempt();
    const stream = connect({ port: podPort, host: '127.0.0.1', allowHalfOpen: true });
    podStream = stream;
    await once(stream, 'connect');
    if (refusalsLeft > 0) {
      refusalsLeft -= 1;
      setImmediate(() => stream.destroy(refusal()));
    }
    return stream;
  };
  let open = 0;
  let client: Socket | undefined;
  const server = createServer({ allowHalfOpen: true }, (local) => {
    client = local;
    open += 1;
    local.on('close', () => {
      open -= 1;
    });
    carryConnection(local, {
      checkHost: () => 'pass',
      refusedResponse: () => '',
      connect: connectToPod,
      connected: () => reports.push('connected'),
      failed: (error) => {
        reports.push(`failed: ${error.message}`);
        return { retryForMs };
      },
      lost: (error) => reports.push(`lost: ${error.message}`),
      fromPod: (count) => {
        bytes.fromPod += count;
      },
      toPod: (count) => {
        bytes.toPod += count;
      },
      unavailableResponse: (first, { message }) =>
        unavailablePage(first, { title: 'Cannot connect to the pod', reason: message }),
      ...route,
    });
  });
  return {
    port: await listen(t, server),
    reports,
    bytes,
    open: () => open,
    podStream: () => podStream,
    bufferedForClient: () => client?.writableLength ?? 0,
  };
}

function refusal(): KubernetesError {
  return new KubernetesError('unreachable', 'cannot connect', {
    resource: 'pods/portforward',
    cause: new Error('dial tcp4 127.0.0.1:8081: connect: connection refused'),
  });
}

test('replays the data of the client once and in order after refused connections', async (t) => {
  const { port, reports, bytes } = await carry(
    t,
    (socket) => text(socket).then((received) => socket.end(`received ${received}`)),
    {
      refusals: 2,
    },
  );
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  client.write('one ');
  await eventually('the refusals', () => reports.length === 2);
  client.write('two');
  await eventually('the pod to accept', () => reports.includes('connected'));
  client.end();
  assert.equal(await text(client), 'received one two');
  assert.deepEqual(reports, ['failed: cannot connect', 'failed: cannot connect', 'connected']);
  assert.deepEqual(bytes, { toPod: 7, fromPod: 16 });
});

test('holds back a large upload until the pod accepts, then sends all of it', async (t) => {
  const body = randomBytes(8 * 2 ** 20);
  const { port } = await carry(
    t,
    (socket) => {
      const hash = createHash('sha256');
      socket.on('data', (chunk) => hash.update(chunk));
      socket.on('end', () => socket.end(hash.digest('hex')));
    },
    { refusals: 1 },
  );
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const response = text(client);
  client.write(body);
  // If the client ended during the refusals, it would count as disconnected.
  await once(client, 'drain');
  client.end();
  assert.equal(await response, createHash('sha256').update(body).digest('hex'));
});

test('continues an upload that starts slowly, although the response arrives only after the upload', async (t) => {
  const { port, reports } = await carry(t, (socket) =>
    text(socket).then((received) => socket.end(`${received.length} bytes`)),
  );
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  client.write('x'.repeat(40_000));
  await eventually('the pod to accept', () => reports.includes('connected'));
  for (let piece = 0; piece < 20; piece += 1) client.write('x'.repeat(40_000));
  client.end();
  assert.equal(await text(client), '840000 bytes');
});

test('pauses the pod for a slow reader and delivers a large download completely', async (t) => {
  const piece = randomBytes(2 ** 20);
  const pieces = 192;
  let written = 0;
  const { port, bytes, podStream, bufferedForClient } = await carry(t, (socket) => {
    const write = () => {
      while (written < pieces) {
        written += 1;
        if (!socket.write(piece)) return void socket.once('drain', write);
      }
      socket.end();
    };
    write();
  });
  const client = connect(port, '127.0.0.1');
  await once(client, 'connect');
  client.write('x');
  client.pause();
  await eventually('the pod to be paused', () => podStream()?.isPaused());
  await untilBlocked(() => written);
  assert.ok(written < pieces, 'the pod sent everything to a client that does not read');
  assert.ok(podStream()?.isPaused());
  assert.ok(bufferedForClient() < 2 ** 20, `${bufferedForClient()} bytes are buffered for the slow reader`);
  const [expected, received] = [createHash('sha256'), createHash('sha256')];
  for (let index = 0; index < pieces; index += 1) expected.update(piece);
  for await (const chunk of client) received.update(chunk as Buffer);
  assert.equal(received.digest('hex'), expected.digest('hex'));
  assert.equal(bytes.fromPod, pieces * piece.length);
});

test('sends an HTTP client a page with the escaped reason when no pod is available', async (t) => {
  const connectToPod = async () => {
    throw new Error('no JobManager of <b>red</b> & co is running');
  };
  const { port } = await carry(t, () => {}, { retryForMs: 300, route: { connect: connectToPod } });
  const client = connect(port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  const [head = '', page = ''] = (await text(client)).split('\r\n\r\n');
  assert.match(head, /^HTTP\/1\.1 503 Service Unavailable\r\n/);
  assert.match(head, /Retry-After: 5/);
  assert.match(head, new RegExp(`Content-Length: ${Buffer.byteLength(page)}\r\n`));
  assert.match(page, /no JobManager of &lt;b&gt;red&lt;\/b&gt; &amp; co is running/);
  assert.match(page, /http-equiv="refresh"/);
});

test('does not reload the page of a write request, and sends no page for HEAD', () => {
  const content = { title: 'x', reason: 'y' };
  const post = unavailablePage(Buffer.from('POST /jars/1/run HTTP/1.1\r\n'), content);
  assert.doesNotMatch(post ?? '', /refresh/);
  const head = unavailablePage(Buffer.from('HEAD / HTTP/1.1\r\n'), content);
  assert.equal(head?.split('\r\n\r\n')[1], '');
  for (const other of ['\x16\x03\x01 TLS', 'JDWP-Handshake', '', 'GET / HTTP/2.0\r\n'])
    assert.equal(unavailablePage(Buffer.from(other), content), undefined, other);
});

test('closes the connection of a non-HTTP client when no pod is available', async (t) => {
  const connectToPod = async () => {
    throw new Error('unreachable');
  };
  const { port } = await carry(t, () => {}, { retryForMs: 100, route: { connect: connectToPod } });
  const client = connect(port, '127.0.0.1');
  client.write('JDWP-Handshake');
  assert.equal(await text(client), '');
});

test('sends the whole page to a client that has closed its half of the connection', async (t) => {
  const connectToPod = async () => {
    throw new Error('unreachable');
  };
  const page = 'x'.repeat(16 * 2 ** 20);
  const { port, reports } = await carry(t, () => {}, {
    retryForMs: 0,
    route: { connect: connectToPod, unavailableResponse: () => page },
  });
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  client.pause();
  await eventually('the failure', () => reports.length > 0);
  client.end();
  await once(client, 'finish');
  assert.equal((await text(client)).length, page.length);
});

for (const disconnectedDuring of ['the pause after the first attempt', 'the second attempt']) {
  test(`sends nothing to the pod for a client that disconnected during ${disconnectedDuring}`, async (t) => {
    const arrived: string[] = [];
    const canConnect = Promise.withResolvers<void>();
    let attempts = 0;
    const { port, reports, open } = await carry(
      t,
      (socket) => {
        socket.on('data', (chunk) => arrived.push(chunk.toString()));
        socket.end('HTTP/1.1 200 OK\r\n\r\n');
      },
      {
        beforeAttempt: async () => {
          attempts += 1;
          if (attempts === 1) throw new Error('unreachable');
          if (disconnectedDuring === 'the second attempt') await canConnect.promise;
        },
      },
    );
    const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    client.write('POST /jobs/1/stop HTTP/1.1\r\n\r\n');
    if (disconnectedDuring === 'the second attempt') await eventually('the second attempt', () => attempts === 2);
    else await eventually('the first failure', () => reports.length > 0);
    client.end();
    assert.match(await text(client), /^HTTP\/1\.1 503 /);
    canConnect.resolve();
    await eventually('the connection to close', () => open() === 0);
    assert.deepEqual(arrived, []);
    assert.deepEqual(reports, ['failed: unreachable']);
  });
}

test('resets the client after a broken pod connection, so that a partial response looks incomplete', async (t) => {
  const { port, reports } = await carry(t, (socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n', () => socket.resetAndDestroy()));
  });
  const client = connect(port, '127.0.0.1');
  client.write('x');
  await assert.rejects(text(client), { code: 'ECONNRESET' });
  await eventually('a report', () => reports.some((line) => line.startsWith('lost: ')));
});

test('delivers the whole response when the pod ends the connection while the client still sends', async (t) => {
  const { port } = await carry(t, (socket) => {
    socket.once('data', () => socket.end('413 too large'));
  });
  const client = connect(port, '127.0.0.1');
  const flood = setInterval(() => client.write(Buffer.alloc(65_536)), 1);
  client.on('error', () => {});
  try {
    assert.equal(await text(client), '413 too large');
  } finally {
    clearInterval(flood);
    client.destroy();
  }
});

test('leaves none of 400 connections open after either end has closed them', async (t) => {
  let atPod = 0;
  const { port, open } = await carry(t, (socket) => {
    atPod += 1;
    socket.on('close', () => {
      atPod -= 1;
    });
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.once('data', (chunk) => (chunk[0] === 0 ? socket.end('bye') : socket.write('still here')));
  });
  let left = 400;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(Buffer.of(left % 2));
      await once(socket, 'data');
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: 50 }, client));
  await eventually('all connections to close', () => open() === 0 && atPod === 0);
});

/** Options with this host check, and `no` as the response to a rejected host. */
const withHostCheck = (checkHost: PodRoute['checkHost']): CarryOptions => ({
  route: { checkHost, refusedResponse: () => 'no' },
});
const echo = (socket: Socket) => void socket.pipe(socket);

test('treats a client that pauses within its first line as a non-HTTP client', async (t) => {
  const { port } = await carry(
    t,
    echo,
    withHostCheck(() => 'wait-for-line'),
  );
  const client = connect({ port, host: '127.0.0.1' });
  client.write('JDWP-Handshake');
  const [chunk] = await once(client, 'data');
  assert.equal(String(chunk), 'JDWP-Handshake');
  client.write(' more');
  const [more] = await once(client, 'data');
  assert.equal(String(more), ' more', 'further data is not checked');
  client.destroy();
});

test('sends a partial first line when the client ends, but no partial header section', async (t) => {
  const line = await carry(
    t,
    echo,
    withHostCheck(() => 'wait-for-line'),
  );
  const first = connect({ port: line.port, host: '127.0.0.1', allowHalfOpen: true });
  first.end('partial');
  assert.equal(await text(first), 'partial');

  const head = await carry(
    t,
    echo,
    withHostCheck(() => 'wait'),
  );
  const second = connect({ port: head.port, host: '127.0.0.1', allowHalfOpen: true });
  second.end('GET / HTTP/1.1');
  assert.equal(await text(second), '');
  assert.equal(head.bytes.toPod, 0);
});

test('stops checking once the first bytes have passed', async (t) => {
  const checked: string[] = [];
  const { port } = await carry(
    t,
    echo,
    withHostCheck((bytes) => {
      checked.push(String(bytes));
      return checked.length < 2 ? 'wait' : 'pass';
    }),
  );
  const client = connect({ port, host: '127.0.0.1' });
  client.write('one');
  await eventually('the first piece', () => checked.length === 1);
  client.write('two');
  await once(client, 'data');
  client.write('three');
  await once(client, 'data');
  assert.deepEqual(checked, ['one', 'onetwo']);
  client.destroy();
});

test('responds to a rejected host even before the pod is connected', async (t) => {
  const never = new Promise<never>(() => {});
  const { port, bytes, reports } = await carry(t, echo, {
    beforeAttempt: () => never,
    route: { checkHost: () => ({ refusedHost: 'x' }), refusedResponse: (_, host) => `not ${host}` },
  });
  const client = connect({ port, host: '127.0.0.1' });
  client.write('GET');
  assert.equal(await text(client), 'not x');
  assert.deepEqual([bytes.toPod, reports], [0, []]);
});

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

// Both ends are real sockets. What stands between them in a cluster, the API server, is a plain connection here.

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
  readonly said: string[];
  readonly bytes: { fromPod: number; toPod: number };
  /** Connections on the client's side that are open. */
  readonly open: () => number;
};

type CarryOptions = {
  /** So many tries are refused by the pod's side. */
  readonly refusals?: number;
  readonly patienceMs?: number;
  readonly beforeTry?: () => Promise<void>;
  readonly way?: Partial<PodRoute>;
};

/** A local port before a pod that behaves so. */
async function carry(
  t: TestContext,
  pod: (socket: Socket) => void,
  { refusals = 0, patienceMs = 30_000, beforeTry = async () => {}, way = {} }: CarryOptions = {},
): Promise<Carried> {
  const podPort = await listen(t, createServer({ allowHalfOpen: true }, pod));
  const said: string[] = [];
  const bytes = { fromPod: 0, toPod: 0 };
  let refusalsLeft = refusals;
  const reach = async (): Promise<Duplex> => {
    await beforeTry();
    const stream = connect({ port: podPort, host: '127.0.0.1', allowHalfOpen: true });
    await once(stream, 'connect');
    if (refusalsLeft > 0) {
      refusalsLeft -= 1;
      setImmediate(() => stream.destroy(refusal()));
    }
    return stream;
  };
  let open = 0;
  const server = createServer({ allowHalfOpen: true }, (local) => {
    open += 1;
    local.on('close', () => {
      open -= 1;
    });
    carryConnection(local, {
      checkHost: () => 'pass',
      refusedResponse: () => '',
      connect: reach,
      connected: () => said.push('reached'),
      failed: (error) => {
        said.push(`failed: ${error.message}`);
        return { retryForMs: patienceMs };
      },
      lost: (error) => said.push(`broke: ${error.message}`),
      fromPod: (count) => {
        bytes.fromPod += count;
      },
      toPod: (count) => {
        bytes.toPod += count;
      },
      unavailableResponse: (first, { message }) => unavailablePage(first, { title: 'not here', reason: message }),
      ...way,
    });
  });
  return { port: await listen(t, server), said, bytes, open: () => open };
}

function refusal(): KubernetesError {
  return new KubernetesError('unreachable', 'There is no connection.', {
    resource: 'pods/portforward',
    cause: new Error('dial tcp4 127.0.0.1:8081: connect: connection refused'),
  });
}

test('what a client says while the pod refuses arrives once, in order, at the one that does not', async (t) => {
  const { port, said, bytes } = await carry(t, (socket) => text(socket).then((heard) => socket.end(`heard ${heard}`)), {
    refusals: 2,
  });
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  client.write('one ');
  await eventually('the refusals', () => said.length === 2);
  client.write('two');
  await eventually('it to be taken', () => said.includes('reached'));
  client.end();
  assert.equal(await text(client), 'heard one two');
  assert.deepEqual(said, ['failed: There is no connection.', 'failed: There is no connection.', 'reached']);
  assert.deepEqual(bytes, { toPod: 7, fromPod: 13 });
});

test('a large upload is held back until the pod has taken the connection, and then sent whole', async (t) => {
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
  const answer = text(client);
  client.write(body);
  // Ended while it is refused it would look as if it had given up.
  await once(client, 'drain');
  client.end();
  assert.equal(await answer, createHash('sha256').update(body).digest('hex'));
});

test('an upload that begins slowly goes on, though its answer comes at its end', async (t) => {
  const { port, said } = await carry(t, (socket) => text(socket).then((heard) => socket.end(`${heard.length} bytes`)));
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  client.write('x'.repeat(40_000));
  await eventually('it to be taken', () => said.includes('reached'));
  for (let piece = 0; piece < 20; piece += 1) client.write('x'.repeat(40_000));
  client.end();
  assert.equal(await text(client), '840000 bytes');
});

test('a large download to a slow reader arrives whole, and none of it piles up', async (t) => {
  const piece = randomBytes(2 ** 20);
  const pieces = 192;
  let written = 0;
  const { port, bytes } = await carry(t, (socket) => {
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
  await eventually('the pod to be held back', () => written > 0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.ok(written < 64, `${written} MiB were taken from the pod for a reader that does not read`);
  const [expected, received] = [createHash('sha256'), createHash('sha256')];
  for (let index = 0; index < pieces; index += 1) expected.update(piece);
  for await (const chunk of client) received.update(chunk as Buffer);
  assert.equal(received.digest('hex'), expected.digest('hex'));
  assert.equal(bytes.fromPod, pieces * piece.length);
});

test('nobody answers: HTTP gets a page that says why, without letting the reason write HTML', async (t) => {
  const reach = async () => {
    throw new Error('No JobManager of <b>red</b> & co is running.');
  };
  const { port } = await carry(t, () => {}, { patienceMs: 300, way: { connect: reach } });
  const client = connect(port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  const [head = '', page = ''] = (await text(client)).split('\r\n\r\n');
  assert.match(head, /^HTTP\/1\.1 503 Service Unavailable\r\n/);
  assert.match(head, /Retry-After: 5/);
  assert.match(head, new RegExp(`Content-Length: ${Buffer.byteLength(page)}\r\n`));
  assert.match(page, /No JobManager of &lt;b&gt;red&lt;\/b&gt; &amp; co is running\./);
  assert.match(page, /http-equiv="refresh"/);
});

test('a page for what would change something does not ask again by itself; HEAD gets no page', () => {
  const because = { title: 'x', reason: 'y' };
  const post = unavailablePage(Buffer.from('POST /jars/1/run HTTP/1.1\r\n'), because);
  assert.doesNotMatch(post ?? '', /refresh/);
  const head = unavailablePage(Buffer.from('HEAD / HTTP/1.1\r\n'), because);
  assert.equal(head?.split('\r\n\r\n')[1], '');
  for (const other of ['\x16\x03\x01 TLS', 'JDWP-Handshake', '', 'GET / HTTP/2.0\r\n'])
    assert.equal(unavailablePage(Buffer.from(other), because), undefined, other);
});

test('nobody answers: what is not HTTP is closed', async (t) => {
  const reach = async () => {
    throw new Error('nobody');
  };
  const { port } = await carry(t, () => {}, { patienceMs: 100, way: { connect: reach } });
  const client = connect(port, '127.0.0.1');
  client.write('JDWP-Handshake');
  assert.equal(await text(client), '');
});

test('nobody answers: a client that ends its half while it reads why gets the whole answer', async (t) => {
  const reach = async () => {
    throw new Error('nobody');
  };
  const page = 'x'.repeat(16 * 2 ** 20);
  const { port, said } = await carry(t, () => {}, {
    patienceMs: 0,
    way: { connect: reach, unavailableResponse: () => page },
  });
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  client.pause();
  await eventually('it to be given up', () => said.length > 0);
  client.end();
  await once(client, 'finish');
  assert.equal((await text(client)).length, page.length);
});

for (const gaveUpIn of ['the pause after the first try', 'the second try']) {
  test(`a client that gave up while it waited is not spoken for: in ${gaveUpIn}`, async (t) => {
    const arrived: string[] = [];
    const goOn = Promise.withResolvers<void>();
    let tries = 0;
    const { port, said, open } = await carry(
      t,
      (socket) => {
        socket.on('data', (chunk) => arrived.push(chunk.toString()));
        socket.end('HTTP/1.1 200 OK\r\n\r\n');
      },
      {
        beforeTry: async () => {
          tries += 1;
          if (tries === 1) throw new Error('nobody');
          if (gaveUpIn === 'the second try') await goOn.promise;
        },
      },
    );
    const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    client.write('POST /jobs/1/stop HTTP/1.1\r\n\r\n');
    if (gaveUpIn === 'the second try') await eventually('the second try', () => tries === 2);
    else await eventually('it to wait', () => said.length > 0);
    client.end();
    assert.match(await text(client), /^HTTP\/1\.1 503 /);
    goOn.resolve();
    await eventually('it to be closed', () => open() === 0);
    assert.deepEqual(arrived, []);
    assert.deepEqual(said, ['failed: nobody']);
  });
}

test('a connection that breaks in the middle is reset: half an answer does not look whole', async (t) => {
  const { port, said } = await carry(t, (socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n', () => socket.resetAndDestroy()));
  });
  const client = connect(port, '127.0.0.1');
  client.write('x');
  await assert.rejects(text(client), { code: 'ECONNRESET' });
  await eventually('it to be told', () => said.some((line) => line.startsWith('broke: ')));
});

test('the pod ends while the client still sends: the client gets the whole answer', async (t) => {
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

test('two thousand connections, closed from either end, leave none open', async (t) => {
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
  let left = 2000;
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
  await eventually('all to be closed', () => open() === 0 && atPod === 0);
});

/** Admits what does not begin like this, or is refused with `no`. */
const admitting = (admit: PodRoute['checkHost']): CarryOptions => ({
  way: { checkHost: admit, refusedResponse: () => 'no' },
});
const echo = (socket: Socket) => void socket.pipe(socket);

test('a client that stops in the middle of its first line is taken for one of another protocol', async (t) => {
  const { port } = await carry(
    t,
    echo,
    admitting(() => 'wait-for-line'),
  );
  const client = connect({ port, host: '127.0.0.1' });
  client.write('JDWP-Handshake');
  const [chunk] = await once(client, 'data');
  assert.equal(String(chunk), 'JDWP-Handshake');
  client.write(' and on');
  const [more] = await once(client, 'data');
  assert.equal(String(more), ' and on', 'what follows is not looked at');
  client.destroy();
});

test('a client that ends after half a line is carried; after half a head nothing of it is', async (t) => {
  const line = await carry(
    t,
    echo,
    admitting(() => 'wait-for-line'),
  );
  const first = connect({ port: line.port, host: '127.0.0.1', allowHalfOpen: true });
  first.end('half');
  assert.equal(await text(first), 'half');

  const head = await carry(
    t,
    echo,
    admitting(() => 'wait'),
  );
  const second = connect({ port: head.port, host: '127.0.0.1', allowHalfOpen: true });
  second.end('GET / HTTP/1.1');
  assert.equal(await text(second), '');
  assert.equal(head.bytes.toPod, 0);
});

test('only the first bytes are looked at, until they pass', async (t) => {
  const seen: string[] = [];
  const { port } = await carry(
    t,
    echo,
    admitting((bytes) => {
      seen.push(String(bytes));
      return seen.length < 2 ? 'wait' : 'pass';
    }),
  );
  const client = connect({ port, host: '127.0.0.1' });
  client.write('one');
  await eventually('the first piece', () => seen.length === 1);
  client.write('two');
  await once(client, 'data');
  client.write('three');
  await once(client, 'data');
  assert.deepEqual(seen, ['one', 'onetwo']);
  client.destroy();
});

test('a client that is refused is told so, before the pod was reached too', async (t) => {
  const never = new Promise<never>(() => {});
  const { port, bytes, said } = await carry(t, echo, {
    beforeTry: () => never,
    way: { checkHost: () => ({ refusedHost: 'x' }), refusedResponse: (_, host) => `not ${host}` },
  });
  const client = connect({ port, host: '127.0.0.1' });
  client.write('GET');
  assert.equal(await text(client), 'not x');
  assert.deepEqual([bytes.toPod, said], [0, []]);
});

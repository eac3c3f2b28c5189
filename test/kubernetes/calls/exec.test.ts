import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { connectTo, startApiServer } from '../api-server.ts';

const target = { namespace: 'team', pod: 'web-1', container: 'main', command: ['cat', '/a file'] };
const success = { metadata: {}, status: 'Success' };

/** Starts a server that accepts exec requests like the kubelet. The test acts as the container. */
async function startExecServer(t: TestContext, protocol: string, onExec: (socket: WebSocket) => void) {
  const server = await startApiServer(t, () => {});
  const offered: string[][] = [];
  const urls: string[] = [];
  const handleProtocols = (protocols: Set<string>) => {
    offered.push([...protocols]);
    return protocol;
  };
  const websockets = new WebSocketServer({ noServer: true, handleProtocols });
  server.server.on('upgrade', (request, socket, head) => {
    urls.push(request.url ?? '');
    websockets.handleUpgrade(request, socket, head, onExec);
  });
  t.after(() => {
    for (const websocket of websockets.clients) websocket.terminate();
  });
  return { ...server, urls, offered, api: await connectTo(t, server.url) };
}

const send = (socket: WebSocket, channel: number, payload: string | Buffer) =>
  socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(payload)]));

for (const protocol of ['v5.channel.k8s.io', 'v4.channel.k8s.io']) {
  test(`returns the whole output of a command over ${protocol}`, async (t) => {
    const { api, urls, offered } = await startExecServer(t, protocol, (socket) => {
      const text = Buffer.from('größer\n');
      send(socket, 1, '');
      send(socket, 1, text.subarray(0, 3));
      send(socket, 2, 'a warning');
      send(socket, 1, text.subarray(3));
      send(socket, 3, JSON.stringify(success));
      socket.close(1000);
    });
    assert.deepEqual(await api.exec(target), { exitCode: 0, stdout: 'größer\n', stderr: 'a warning' });
    assert.deepEqual(offered, [['v5.channel.k8s.io', 'v4.channel.k8s.io']]);
    const query = 'container=main&command=cat&command=%2Fa+file&stdout=true&stderr=true';
    assert.deepEqual(urls, [`/api/v1/namespaces/team/pods/web-1/exec?${query}`]);
  });
}

test('resolves with any exit code and rejects if the command cannot run', async (t) => {
  const failed = {
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: 'command terminated with non-zero exit code',
    details: { causes: [{ reason: 'ExitCode', message: '3' }] },
  };
  const notRun = { status: 'Failure', reason: 'InternalError', message: 'exec: "cat": executable file not found' };
  const statuses = [failed, notRun];
  const { api } = await startExecServer(t, 'v5.channel.k8s.io', (socket) => {
    send(socket, 2, 'no such file');
    send(socket, 3, JSON.stringify(statuses.shift()));
    socket.close(1000);
  });
  assert.deepEqual(await api.exec(target), { exitCode: 3, stdout: '', stderr: 'no such file' });
  await assert.rejects(api.exec(target), {
    kind: 'invalid',
    message: /^cannot run cat in container main .*: exec: "cat": executable file not found$/,
  });
});

test('rejects if the connection is lost before the end of the output', async (t) => {
  const { api } = await startExecServer(t, 'v5.channel.k8s.io', (socket) => {
    send(socket, 1, 'partial output');
    setImmediate(() => socket.terminate());
  });
  await assert.rejects(api.exec(target), { kind: 'unreachable', resource: 'pods/exec' });
});

test('rejects unlimited output and closes the connection', async (t) => {
  const pod = new EventEmitter();
  const { api } = await startExecServer(t, 'v5.channel.k8s.io', (socket) => {
    socket.on('close', () => pod.emit('ended'));
    for (let count = 0; count < 80; count += 1) send(socket, 1, Buffer.alloc(64 * 1024));
  });
  const ended = once(pod, 'ended');
  await assert.rejects(api.exec(target), { kind: 'invalid', message: /more than 4194304 bytes/ });
  await ended;
});

test('ends on timeout and on abort', async (t) => {
  const pod = new EventEmitter();
  const { api } = await startExecServer(t, 'v5.channel.k8s.io', (socket) => {
    pod.emit('started');
    socket.on('close', () => pod.emit('ended'));
  });
  const ended = once(pod, 'ended');
  await assert.rejects(api.exec(target, { timeoutMs: 200 }), { kind: 'timeout' });
  await ended;
  const abort = new AbortController();
  const started = once(pod, 'started');
  const running = api.exec(target, { signal: abort.signal });
  await started;
  abort.abort('no longer needed');
  await assert.rejects(running, (reason) => reason === 'no longer needed');
});

test('reports the missing permission when the upgrade is denied', async (t) => {
  const server = await startApiServer(t, () => {});
  const message = 'pods "web-1" is forbidden: User "jane" cannot create resource "pods/exec" in API group ""';
  const body = JSON.stringify({ kind: 'Status', code: 403, message });
  server.server.on('upgrade', (_, socket) =>
    socket.end(`HTTP/1.1 403 Forbidden\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
  );
  const api = await connectTo(t, server.url);
  await assert.rejects(api.exec(target), {
    kind: 'forbidden',
    verb: 'create',
    resource: 'pods/exec',
    message: 'not allowed to create pods/exec of web-1 in namespace team (403)',
  });
});

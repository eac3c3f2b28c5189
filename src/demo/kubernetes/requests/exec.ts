import { randomBytes } from 'node:crypto';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ExecResult, Kubelet, ProcessStreams } from '../../contracts.ts';
import type { PodObject } from '../../kubectl/pod-summary.ts';
import type { VersionedStore } from '../object-store.ts';
import { isTrueParameter, type ResourceRequest } from '../request-info.ts';
import type { ApiResource } from '../resources.ts';
import { badRequest, notFound } from '../status.ts';
import { chooseContainer } from './choose-container.ts';
import { type Exchange, sendText } from './exchange.ts';

/** The supported protocols. They differ only in how a client closes standard input. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const channels = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 } as const;

const webSocketServer = new WebSocketServer({
  noServer: true,
  handleProtocols: (offered) => protocols.find((protocol) => offered.has(protocol)) ?? false,
});

/** Runs a command in a container, and sends its output and exit status over a WebSocket. */
export async function handleExec(
  exchange: Exchange,
  { namespace = '', name = '', query }: ResourceRequest,
  resource: ApiResource,
  { store, kubelet }: { readonly store: VersionedStore; readonly kubelet: Kubelet },
): Promise<void> {
  const pod = store.get('pods', namespace, name) as PodObject | undefined;
  if (!pod) throw notFound(resource, name);
  chooseContainer(name, pod, query.get('container') ?? undefined);
  if (!['stdin', 'stdout', 'stderr'].some((stream) => isTrueParameter(query.get(stream)))) {
    return sendText(exchange, 400, 'you must specify at least 1 of stdin, stdout, stderr');
  }
  const { request, acceptUpgrade } = exchange;
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') throw badRequest('Upgrade request required');
  const offeredProtocols = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  if (!offeredProtocols.some((protocol) => protocols.includes(protocol))) return sendText(exchange, 403, '');

  const command = query.getAll('command');
  const { socket, head } = acceptUpgrade();
  webSocketServer.handleUpgrade(request, socket, head, (webSocket) => {
    webSocket.on('error', () => webSocket.terminate());
    if (!isTrueParameter(query.get('stdin'))) {
      sendResult(webSocket, kubelet.execute(namespace, name, command) ?? notRunning, query);
      return;
    }
    const isTerminal = isTrueParameter(query.get('tty'));
    runProcess(webSocket, isTerminal, (streams) => kubelet.startProcess(namespace, name, command, streams));
  });
}

const notRunning: ExecResult = { kind: 'not started', message: 'container not running' };

function sendResult(socket: WebSocket, executed: ExecResult, query: URLSearchParams): void {
  const send = (channel: number, text: string) =>
    socket.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text)]));
  send(channels.stdout, '');
  if (executed.kind === 'ended') {
    const { stdout, stderr } = executed;
    if (stdout !== '' && isTrueParameter(query.get('stdout'))) send(channels.stdout, stdout);
    if (stderr !== '' && isTrueParameter(query.get('stderr'))) send(channels.stderr, stderr);
  }
  send(channels.status, JSON.stringify({ metadata: {}, ...toStatus(executed) }));
  socket.close(1000);
}

type StartProcess = (streams: ProcessStreams) => ReturnType<Kubelet['startProcess']>;

/** Connects a command with a client until the command ends. As in Kubernetes, it outlives a lost connection. */
function runProcess(socket: WebSocket, isTerminal: boolean, start: StartProcess): void {
  const send = (channel: number, bytes: Buffer) => socket.send(Buffer.concat([Buffer.from([channel]), bytes]));
  const end = (result: ExecResult) => {
    send(channels.status, Buffer.from(JSON.stringify({ metadata: {}, ...toStatus(result) })));
    socket.close(1000);
  };
  const started = start({
    isTerminal,
    write: (stream, bytes) => send(channels[isTerminal ? 'stdout' : stream], bytes),
    end: (exitCode) => end({ kind: 'ended', stdout: '', stderr: '', exitCode }),
  });
  if (started === undefined || 'kind' in started) {
    end(started ?? notRunning);
    return;
  }
  socket.on('message', (message: Buffer) => {
    const payload = message.subarray(1);
    if (message[0] === channels.stdin) started.input(payload);
    else if (message[0] === channels.close && payload[0] === channels.stdin) started.endInput();
    else if (message[0] === channels.resize) {
      const { Width: columns, Height: rows } = JSON.parse(payload.toString());
      started.resize({ columns, rows });
    }
  });
}

function toStatus(executed: ExecResult): object {
  if (executed.kind === 'not started') {
    const startError = `failed to start exec "${randomBytes(32).toString('hex')}": OCI runtime exec failed: exec failed: ${executed.message}: unknown`;
    const message = `error executing command in container: failed to exec in container: ${startError}`;
    return {
      status: 'Failure',
      message: `Internal error occurred: ${message}`,
      reason: 'InternalError',
      details: { causes: [{ message }] },
      code: 500,
    };
  }
  if (executed.exitCode === 0) return { status: 'Success' };
  return {
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${executed.exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(executed.exitCode) }] },
  };
}

import { randomBytes } from 'node:crypto';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ExecResult, Kubelet } from '../../contracts.ts';
import type { PodObject } from '../../kubectl/pod-summary.ts';
import type { VersionedStore } from '../object-store.ts';
import { isTrue, type ResourceRequest } from '../request-info.ts';
import type { ApiResource } from '../resources.ts';
import { badRequest, notFound } from '../status.ts';
import { chooseContainer } from './choose-container.ts';
import { type Exchange, sendText } from './exchange.ts';

/** Alike where nothing is written to the command. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const channels = { output: 1, errors: 2, status: 3 } as const;

const sockets = new WebSocketServer({
  noServer: true,
  handleProtocols: (offered) => protocols.find((protocol) => offered.has(protocol)) ?? false,
});

/** A command in a container, over a WebSocket: it says what it has to say, and how it ended. */
export async function answerExec(
  exchange: Exchange,
  { namespace = '', name = '', query }: ResourceRequest,
  resource: ApiResource,
  { store, kubelet }: { readonly store: VersionedStore; readonly kubelet: Kubelet },
): Promise<void> {
  const pod = store.get('pods', namespace, name) as PodObject | undefined;
  if (!pod) throw notFound(resource, name);
  chooseContainer(name, pod, query.get('container') ?? undefined);
  if (!['stdin', 'stdout', 'stderr'].some((stream) => isTrue(query.get(stream)))) {
    return sendText(exchange, 400, 'you must specify at least 1 of stdin, stdout, stderr');
  }
  const { request, takeConnection } = exchange;
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') throw badRequest('Upgrade request required');
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  if (!offered.some((protocol) => protocols.includes(protocol))) return sendText(exchange, 403, '');

  const executed = kubelet.execute(namespace, name, query.getAll('command'));
  const { socket, head } = takeConnection();
  sockets.handleUpgrade(request, socket, head, (webSocket) => say(webSocket, executed ?? notRunning, query));
}

const notRunning: ExecResult = { kind: 'not started', message: 'container not running' };

function say(socket: WebSocket, executed: ExecResult, query: URLSearchParams): void {
  socket.on('error', () => socket.terminate());
  const send = (channel: number, text: string) =>
    socket.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text)]));
  send(channels.output, '');
  if (executed.kind === 'ended') {
    const { stdout: output, stderr: errors } = executed;
    if (output !== '' && isTrue(query.get('stdout'))) send(channels.output, output);
    if (errors !== '' && isTrue(query.get('stderr'))) send(channels.errors, errors);
  }
  send(channels.status, JSON.stringify({ metadata: {}, ...statusOf(executed) }));
  socket.close(1000);
}

function statusOf(executed: ExecResult): object {
  if (executed.kind === 'not started') {
    const why = `failed to start exec "${randomBytes(32).toString('hex')}": OCI runtime exec failed: exec failed: ${executed.message}: unknown`;
    const message = `error executing command in container: failed to exec in container: ${why}`;
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

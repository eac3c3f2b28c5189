import type { WebSocket } from 'ws';
import type { ExecResult, ExecTarget, KubernetesApi } from '../api.ts';
import { resources } from '../resource.ts';
import { defaultTimeoutMs, pathWithQuery, resourceAttributesOf } from '../transport/call.ts';
import { timeoutError } from '../transport/connection-error.ts';
import { startDeadline } from '../transport/deadline.ts';
import { openWebSocket } from '../transport/open-websocket.ts';
import { routeOf } from '../transport/route.ts';
import type { Transport } from '../transport/transport.ts';
import { execChannels, execError, execProtocols } from './exec-channels.ts';
import { readExecStatus } from './exec-status.ts';

/** This call only reads files of a few KiB. */
const maxOutputBytes = 4 * 1024 * 1024;

export function createExec(transport: Transport): KubernetesApi['exec'] {
  const { credentials, closed } = transport;
  const route = routeOf(credentials.context);
  return async (target, { timeoutMs = defaultTimeoutMs, signal } = {}) => {
    const { namespace, pod, container, command } = target;
    const path = { resource: resources.pods, namespace, name: pod, subresource: 'exec' };
    const attributes = resourceAttributesOf('get', path);
    const deadline = startDeadline(timeoutMs, () => timeoutError(route, attributes, timeoutMs), [signal, closed]);
    const query = pathWithQuery(path, { container, command, stdout: true, stderr: true });
    try {
      return await openWebSocket(
        transport,
        { path: query, protocols: execProtocols, attributes },
        deadline.signal,
        (socket) => readToEnd(socket, target, deadline.signal),
      );
    } finally {
      deadline.release();
    }
  };
}

function readToEnd(socket: WebSocket, target: ExecTarget, signal: AbortSignal): Promise<ExecResult> {
  const output: Buffer[] = [];
  const errorOutput: Buffer[] = [];
  const chunks: { readonly [channel: number]: Buffer[] } = {
    [execChannels.output]: output,
    [execChannels.errorOutput]: errorOutput,
  };
  let status = '';
  let bytes = 0;
  return new Promise<ExecResult>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    socket.on('message', (message: Buffer) => {
      const channel = message[0] ?? 0;
      const payload = message.subarray(1);
      bytes += payload.length;
      if (bytes > maxOutputBytes) reject(execError('invalid', target, `more than ${maxOutputBytes} bytes of output`));
      else if (channel === execChannels.status) status += payload.toString();
      else chunks[channel]?.push(payload);
    });
    socket.on('error', (error) => reject(execError('unreachable', target, error.message, error)));
    socket.on('close', () => {
      const end = readExecStatus(status);
      if (end === undefined) reject(execError('unreachable', target, 'connection lost'));
      else if ('failure' in end) reject(execError('invalid', target, end.failure));
      else resolve({ ...end, stdout: textOf(output), stderr: textOf(errorOutput) });
    });
  }).finally(() => socket.terminate());
}

const textOf = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString();

import type { KubernetesApi } from '../api.ts';
import { resources } from '../resource.ts';
import { pathWithQuery, resourceAttributesOf } from '../transport/call.ts';
import { openWebSocket } from '../transport/open-websocket.ts';
import type { Transport } from '../transport/transport.ts';
import { execProtocols } from './exec-channels.ts';
import { createExecSession } from './exec-session.ts';

export function createOpenExec(transport: Transport): KubernetesApi['openExec'] {
  return (target, signal) => {
    const { namespace, pod, container, command, terminal } = target;
    const path = { resource: resources.pods, namespace, name: pod, subresource: 'exec' };
    // With a terminal, there is no separate standard error: the server rejects a request for both.
    const streams = { stdin: true, stdout: true, ...(terminal ? { tty: true } : { stderr: true }) };
    const upgrade = {
      path: pathWithQuery(path, { container, command, ...streams }),
      protocols: execProtocols,
      attributes: resourceAttributesOf('get', path),
    };
    return openWebSocket(transport, upgrade, signal, (socket) => {
      const session = createExecSession(socket, target);
      const ends = [signal, transport.closed].filter((end) => end !== undefined);
      const end = AbortSignal.any(ends);
      const close = () => session.close(end.reason);
      end.addEventListener('abort', close, { once: true });
      socket.once('close', () => end.removeEventListener('abort', close));
      return session;
    });
  };
}

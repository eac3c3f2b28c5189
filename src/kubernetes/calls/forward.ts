import type { KubernetesApi } from '../api.ts';
import { resources } from '../resource.ts';
import { pathWithQuery, resourceAttributesOf } from '../transport/call.ts';
import { openWebSocket } from '../transport/open-websocket.ts';
import type { Transport } from '../transport/transport.ts';
import { createPortErrors, createPortStream } from './port-stream.ts';

const protocols = ['v4.channel.k8s.io'];

/** The port-forward protocol needs one WebSocket per forwarded connection. */
export function createForward(transport: Transport): KubernetesApi['forward'] {
  return (target, signal) => {
    const { namespace, pod, port } = target;
    const path = { resource: resources.pods, namespace, name: pod, subresource: 'portforward' };
    const upgrade = {
      path: pathWithQuery(path, { ports: port }),
      protocols,
      attributes: resourceAttributesOf('get', path),
    };
    return openWebSocket(transport, upgrade, signal, (socket) => {
      const stream = createPortStream(socket, createPortErrors(target));
      const dropped = transport.dropped();
      const drop = () => stream.destroy(dropped.reason);
      dropped.addEventListener('abort', drop);
      stream.once('close', () => dropped.removeEventListener('abort', drop));
      return stream;
    });
  };
}

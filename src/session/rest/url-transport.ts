import { connectSignal } from './connect-signal.ts';
import { connectSocket, hostOf } from './connect-socket.ts';
import { connectionTransport } from './connection-transport.ts';
import { openTls } from './open-tls.ts';
import type { RestAccess } from './rest-access.ts';
import type { RestTransport } from './rest-transport.ts';

/** Connects directly to the address of `--rest-url`. */
export function urlTransport(restUrl: string, access: RestAccess): RestTransport {
  const base = new URL(restUrl);
  const from = `${base.origin}${base.pathname.replace(/\/$/, '')}`;
  const transport = connectionTransport({
    via: 'rest-url',
    base,
    access,
    maxConnections: 4,
    open: async (closed) => {
      const signal = connectSignal(closed);
      const socket = await connectSocket(base, signal);
      return base.protocol === 'https:' ? openTls(socket, [hostOf(base)], access, signal) : socket;
    },
  });
  return { ...transport, send: async (request) => ({ ...(await transport.send(request)), url: from }) };
}

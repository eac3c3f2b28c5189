import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { connectSignal } from './connect-signal.ts';
import { closeIdle, exchange } from './exchange.ts';
import { openTls } from './open-tls.ts';
import { authorization, type RestAccess } from './rest-access.ts';
import type { RestTransport } from './rest-transport.ts';

/** Connects directly to the address of `--rest-url`. */
export function urlTransport(restUrl: string, access: RestAccess): RestTransport {
  const base = new URL(restUrl);
  const from = `${base.origin}${base.pathname.replace(/\/$/, '')}`;
  const closing = new AbortController();
  const agent = new Agent({ keepAlive: true, maxSockets: 4, maxFreeSockets: 2 });
  agent.createConnection = (_options, opened) => {
    openConnection(base, access, connectSignal(closing.signal)).then(
      (connection) => opened?.(null, connection),
      (error: Error) => opened?.(error, undefined as never),
    );
    return undefined;
  };
  return {
    via: 'rest-url',
    send: async (request) => ({ ...(await exchange(base, agent, request, await authorization(access))), url: from }),
    reopen: () => closeIdle(agent),
    close: () => {
      closing.abort(new Error('the session was closed'));
      agent.destroy();
    },
  };
}

async function openConnection(
  { protocol, hostname, port }: URL,
  access: RestAccess,
  signal: AbortSignal,
): Promise<Duplex> {
  const isEncrypted = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(port) || (isEncrypted ? 443 : 80), noDelay: true });
  try {
    await once(socket, 'connect', { signal });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return isEncrypted ? openTls(socket, [host], access, signal) : socket;
}

import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { authorization } from './authorization.ts';
import { closeIdle, exchange } from './exchange.ts';
import { openTls } from './open-tls.ts';
import type { RestAccess } from './rest-access.ts';
import type { Way } from './way.ts';

const connectTimeoutMs = 5000;

/** Straight to an address that was given: `--rest-url`. */
export function wayByUrl(restUrl: string, access: RestAccess): Way {
  const base = new URL(restUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: 4, maxFreeSockets: 2 });
  agent.createConnection = (_options, opened) => {
    openConnection(base, access).then(
      (connection) => opened?.(null, connection),
      (error: Error) => opened?.(error, undefined as never),
    );
    return undefined;
  };
  return {
    via: 'rest-url',
    send: async (request) => exchange(base, agent, request, await authorization(access)),
    reopen: () => closeIdle(agent),
    close: () => agent.destroy(),
  };
}

async function openConnection({ protocol, hostname, port }: URL, access: RestAccess): Promise<Duplex> {
  const isEncrypted = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(port) || (isEncrypted ? 443 : 80), noDelay: true });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(connectTimeoutMs) });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return isEncrypted ? openTls(socket, [host], access) : socket;
}

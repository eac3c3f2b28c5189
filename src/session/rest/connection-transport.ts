import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RestTransportKind } from '../snapshot.ts';
import { closeIdle, exchange } from './exchange.ts';
import { authorization, type RestAccess } from './rest-access.ts';
import type { RestTransport } from './rest-transport.ts';

/** Sends REST requests over connections that it keeps open between requests. */
export function connectionTransport({
  via,
  base,
  access,
  maxConnections,
  open,
  forget,
}: {
  readonly via: RestTransportKind;
  /** Host header and path prefix of the requests. */
  readonly base: URL;
  readonly access: RestAccess;
  readonly maxConnections: number;
  /** Opens a connection, encrypted if needed. `closed` aborts when the transport is closed. */
  readonly open: (closed: AbortSignal) => Promise<Duplex>;
  /** Called on reopen and after a failed request, so that the next connection looks up its server again. */
  readonly forget?: () => void;
}): RestTransport {
  const closing = new AbortController();
  const agent = new Agent({ keepAlive: true, maxSockets: maxConnections, maxFreeSockets: 2, scheduling: 'lifo' });
  agent.createConnection = (_options, opened) => {
    open(closing.signal).then(
      (connection) => opened?.(null, connection),
      (error: Error) => opened?.(error, undefined as never),
    );
    return undefined;
  };
  const reopen = () => {
    forget?.();
    closeIdle(agent);
  };
  return {
    via,
    send: async (request) => {
      try {
        return await exchange(base, agent, request, await authorization(access));
      } catch (error) {
        if (forget !== undefined) reopen();
        throw error;
      }
    },
    reopen,
    close: () => {
      closing.abort(new Error('the session was closed'));
      agent.destroy();
    },
  };
}

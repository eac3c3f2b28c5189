import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { LocalPortError } from './local-port-error.ts';

/** How many ports are tried where the next one will do. */
const mostTries = 20;
const highestPort = 65_535;

/** Opens the local port; the one that it became. Rejects with a LocalPortError. */
export async function listen(
  server: Server,
  { address, localPort, orNext }: { readonly address: string; readonly localPort: number; readonly orNext: boolean },
): Promise<number> {
  const last = orNext ? Math.min(localPort + mostTries - 1, highestPort) : localPort;
  for (let port = localPort; ; port += 1) {
    try {
      server.listen({ host: address, port, exclusive: true });
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const isInUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isInUse || port >= last) throw localPortError(error as NodeJS.ErrnoException, address, port);
    }
  }
}

/** Why this port of this machine cannot be had. */
export function localPortError(cause: NodeJS.ErrnoException, address: string, port: number): LocalPortError {
  const place = `port ${port} of ${address}`;
  switch (cause.code) {
    case 'EADDRINUSE':
      return new LocalPortError(
        `${place} is in use by another program on this machine`,
        ['Give another one, as in 9000:8081, or none, as in :8081, for any that is free.'],
        { cause },
      );
    case 'EACCES':
      return new LocalPortError(
        `this machine does not let you open ${place}: ports below 1024 are for root`,
        [`Give a higher one: ${port + 8000}.`],
        { cause },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new LocalPortError(
        `this machine has no address ${address} to listen at`,
        ['127.0.0.1 is for this machine alone, 0.0.0.0 for whoever can reach it.'],
        { cause },
      );
    default:
      return new LocalPortError(`${place} cannot be opened: ${cause.message}`, [], { cause });
  }
}

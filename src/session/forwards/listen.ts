import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** Error for a local port that cannot be opened. Each hint is one next step. */
export class LocalPortError extends Error {
  override readonly name = 'LocalPortError';
  readonly hints: readonly string[];

  constructor(message: string, hints: readonly string[], options?: { readonly cause?: unknown }) {
    super(message, options);
    this.hints = hints;
  }
}

/** Maximum number of ports to try with `tryNextPorts`. */
const maxTries = 20;
const highestPort = 65_535;

/** Opens the local port and returns its number. Rejects with a LocalPortError. */
export async function listen(
  server: Server,
  {
    address,
    localPort,
    tryNextPorts,
  }: { readonly address: string; readonly localPort: number; readonly tryNextPorts: boolean },
): Promise<number> {
  const last = tryNextPorts ? Math.min(localPort + maxTries - 1, highestPort) : localPort;
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

/** Returns the error for a local port that cannot be opened. */
export function localPortError(cause: NodeJS.ErrnoException, address: string, port: number): LocalPortError {
  const call = `cannot listen on port ${port} of ${address}`;
  switch (cause.code) {
    case 'EADDRINUSE':
      return new LocalPortError(
        `${call}: the port is in use`,
        ['Choose another port, as in 9000:8081, or use :8081 for any free port'],
        { cause },
      );
    case 'EACCES':
      return new LocalPortError(`${call}: ports below 1024 need root`, [`Choose a higher port: ${port + 8000}`], {
        cause,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new LocalPortError(
        `cannot listen on ${address}: not a local address`,
        ['Use 127.0.0.1 for connections from this machine only, or 0.0.0.0 for connections from any machine'],
        { cause },
      );
    default:
      return new LocalPortError(`${call}: ${cause.message}`, [], { cause });
  }
}

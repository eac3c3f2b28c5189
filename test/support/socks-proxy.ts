import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** Starts a SOCKS5 proxy (RFC 1928) on loopback without authentication. Resolves with its URL. */
export async function startSocksProxy(test: TestContext): Promise<string> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => sockets.add(socket.on('error', () => socket.destroy()));
  const server = createServer((client) => {
    keep(client);
    client.once('data', () => {
      client.write(Uint8Array.of(5, 0));
      client.once('data', (request: Buffer) => {
        const { host, port } = addressOf(request);
        const upstream = connect(port, host, () => {
          client.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
          client.pipe(upstream).pipe(client);
        });
        keep(upstream);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `socks5://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Parses a request: version, command, reserved byte, IPv4 address (type 1) or host name (type 3), and port. */
function addressOf(request: Buffer): { readonly host: string; readonly port: number } {
  const isName = request[3] === 3;
  const end = isName ? 5 + (request[4] ?? 0) : 8;
  const host = isName ? request.toString('latin1', 5, end) : request.subarray(4, 8).join('.');
  return { host, port: request.readUInt16BE(end) };
}

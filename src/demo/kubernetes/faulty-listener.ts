import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Gate, GatedSocket } from './gated-socket.ts';

/** A TCP listener on 127.0.0.1 that can simulate network faults. */
export type FaultyListener = {
  readonly port: number;
  /** Stops all reads and writes for this time. The operating system still accepts connections. */
  readonly freeze: (milliseconds: number) => void;
  /** Resets every connection. */
  readonly cut: () => void;
  /** Resets every connection and refuses new ones for this time. */
  readonly refuse: (milliseconds: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

const retryMs = 100;

export async function openFaultyListener(
  port: number,
  onConnection: (connection: Duplex) => void,
): Promise<FaultyListener> {
  const gate = new Gate();
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    onConnection(new GatedSocket(socket, gate));
  });
  const listen = async (localPort: number) => {
    server.listen(localPort, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(port);
  const address = server.address() as AddressInfo;

  const cut = () => {
    for (const socket of sockets) {
      // libuv cannot reset a socket that is already shutting down, and Node would never close it.
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    }
  };
  const stopListening = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    cut();
    await closed;
  };
  const schedule = (milliseconds: number, action: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, milliseconds);
    timers.add(timer);
  };

  return {
    port: address.port,
    freeze: (milliseconds) => {
      gate.close();
      schedule(milliseconds, () => gate.open());
    },
    cut,
    refuse: async (milliseconds) => {
      await stopListening();
      // Another process may briefly use the released port, so retry until the port is available.
      const resume = () => void listen(address.port).catch(() => schedule(retryMs, resume));
      schedule(milliseconds, resume);
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      await stopListening();
    },
  };
}

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Gate, GatedSocket } from './gated-socket.ts';

/** Where connections come in: a port on 127.0.0.1 that can be made to misbehave. */
export type Front = {
  readonly port: number;
  /** Nothing is read or written for the time; connections are still accepted, by the system. */
  readonly freeze: (milliseconds: number) => void;
  /** Resets every connection. */
  readonly cut: () => void;
  /** Resets every connection and refuses new ones for the time. */
  readonly refuse: (milliseconds: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

const retryMs = 100;

export async function openFront(port: number, onConnection: (connection: Duplex) => void): Promise<Front> {
  const gate = new Gate();
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    onConnection(new GatedSocket(socket, gate));
  });
  const listen = async (at: number) => {
    listener.listen(at, '127.0.0.1');
    await once(listener, 'listening');
  };
  await listen(port);
  const address = listener.address() as AddressInfo;

  const cut = () => {
    for (const socket of sockets) {
      // A socket on its way out cannot be reset any more: libuv refuses, and Node would keep it for ever.
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    }
  };
  const stopListening = async () => {
    if (!listener.listening) return;
    const closed = once(listener, 'close');
    listener.close();
    cut();
    await closed;
  };
  const after = (milliseconds: number, action: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, milliseconds);
    timers.add(timer);
  };

  return {
    port: address.port,
    freeze: (milliseconds) => {
      gate.shut();
      after(milliseconds, () => gate.open());
    },
    cut,
    refuse: async (milliseconds) => {
      await stopListening();
      // Somebody else may hold the port for a moment: systems hand free ones out to any connection.
      const comeBack = () => void listen(address.port).catch(() => after(retryMs, comeBack));
      after(milliseconds, comeBack);
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      await stopListening();
    },
  };
}

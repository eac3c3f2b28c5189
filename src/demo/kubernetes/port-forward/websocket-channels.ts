import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { ForwardTarget } from './target.ts';

/**
 * `v4.channel.k8s.io`: a message's first byte is its channel, two channels to a port, first for its data, second
 * for its error. Each channel begins with the port. The connection is closed when its last port is done.
 */
export function serveChannels(socket: WebSocket, ports: readonly number[], target: ForwardTarget): void {
  socket.binaryType = 'nodebuffer';
  const streams = ports.map((port) => target.connect(port));
  ports.forEach((port, index) => {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(port);
    socket.send(message(2 * index, bytes));
    socket.send(message(2 * index + 1, bytes));
  });
  socket.on('message', (data: RawData) => toStream(data as Buffer, streams, socket));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    for (const stream of streams) stream?.destroy();
  });
  const done = ports.map(async (port, index) => {
    const stream = streams[index];
    if (stream) await fromStream(stream, 2 * index, socket);
    else socket.send(message(2 * index + 1, Buffer.from(target.refusal(port))));
  });
  void Promise.all(done).then(() => socket.close(1000));
}

function toStream(data: Buffer, streams: readonly (Duplex | undefined)[], socket: WebSocket): void {
  const stream = streams[(data[0] ?? 0) / 2];
  if (!stream || stream.write(data.subarray(1))) return;
  socket.pause();
  stream.once('drain', () => socket.resume());
  stream.once('close', () => socket.resume());
}

/** Sends what the pod says, no faster than it is taken. Ends with the stream, however that ended. */
async function fromStream(stream: Duplex, channel: number, socket: WebSocket): Promise<void> {
  try {
    for await (const chunk of stream) {
      await new Promise<void>((resolve) => socket.send(message(channel, chunk as Buffer), () => resolve()));
    }
  } catch {
    // A connection that broke inside the pod looks from outside like one that ended.
    stream.destroy();
  }
}

const message = (channel: number, bytes: Buffer) => Buffer.concat([Buffer.from([channel]), bytes]);

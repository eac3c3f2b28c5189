import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { ForwardTarget } from './forward-target.ts';

/**
 * Serves `v4.channel.k8s.io` until the connections to all ports have ended. Each port has a data channel and an error
 * channel, which both start with the port number.
 */
export function serveChannels(socket: WebSocket, ports: readonly number[], target: ForwardTarget): void {
  socket.binaryType = 'nodebuffer';
  const streams = ports.map((port) => target.connect(port));
  ports.forEach((port, index) => {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(port);
    socket.send(channelMessage(2 * index, bytes));
    socket.send(channelMessage(2 * index + 1, bytes));
  });
  socket.on('message', (data: RawData) => writeToPod(data as Buffer, streams, socket));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    for (const stream of streams) stream?.destroy();
  });
  const done = ports.map(async (port, index) => {
    const stream = streams[index];
    if (stream) await sendFromPod(stream, 2 * index, socket);
    else socket.send(channelMessage(2 * index + 1, Buffer.from(target.connectError(port))));
  });
  void Promise.all(done).then(() => socket.close(1000));
}

function writeToPod(data: Buffer, streams: readonly (Duplex | undefined)[], socket: WebSocket): void {
  const stream = streams[(data[0] ?? 0) / 2];
  if (!stream || stream.write(data.subarray(1))) return;
  socket.pause();
  stream.once('drain', () => socket.resume());
  stream.once('close', () => socket.resume());
}

/** Sends the pod's data with backpressure, and resolves when the stream ends or fails. */
async function sendFromPod(stream: Duplex, channel: number, socket: WebSocket): Promise<void> {
  try {
    for await (const chunk of stream) {
      await new Promise<void>((resolve) => socket.send(channelMessage(channel, chunk as Buffer), () => resolve()));
    }
  } catch {
    // The protocol cannot distinguish a broken connection in the pod from a closed one.
    stream.destroy();
  }
}

/** The first byte of a message is the channel number. */
const channelMessage = (channel: number, bytes: Buffer) => Buffer.concat([Buffer.from([channel]), bytes]);

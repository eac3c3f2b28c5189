import type { Duplex } from 'node:stream';
import { controlFrame, dataFrame, type Frame, finFlag, frameType, readFrames } from './frame.ts';
import { HeaderCodec } from './header-codec.ts';
import { SpdyStream } from './stream.ts';

/** Status code CANCEL of a RST_STREAM frame. */
const cancelStatus = Buffer.from([0, 0, 0, 5]);
const emptyPayload = Buffer.alloc(0);

/**
 * Serves SPDY/3.1 for Kubernetes port forwards, where only the client opens streams and sends pings. Closes all streams
 * and resolves when the client has disconnected.
 */
export async function serveSpdy(transport: Duplex, onStream: (stream: SpdyStream) => void): Promise<void> {
  const connection = new SpdyConnection(transport, onStream);
  transport.on('error', () => transport.destroy());
  try {
    for await (const frame of readFrames(transport)) await connection.receive(frame);
  } catch (error) {
    // A client may disconnect in the middle of a frame.
    if (!transport.destroyed) throw error;
  } finally {
    connection.close();
  }
}

class SpdyConnection {
  private readonly transport: Duplex;
  private readonly onStream: (stream: SpdyStream) => void;
  private readonly headers = new HeaderCodec();
  private readonly streams = new Map<number, SpdyStream>();

  constructor(transport: Duplex, onStream: (stream: SpdyStream) => void) {
    this.transport = transport;
    this.onStream = onStream;
  }

  async receive({ type, stream: id, flags, payload }: Frame): Promise<void> {
    if (type === undefined) this.streams.get(id)?.push(payload);
    else if (type === frameType.synStream) await this.accept(id, payload);
    else if (type === frameType.headers) await this.headers.read(payload);
    else if (type === frameType.rstStream) this.streams.get(id)?.destroy();
    else if (type === frameType.ping) this.transport.write(controlFrame(frameType.ping, id));
    else if (type === frameType.goAway) this.transport.end();
    if ((type === undefined || type === frameType.synStream) && flags & finFlag) this.streams.get(id)?.push(null);
  }

  close(): void {
    for (const stream of this.streams.values()) stream.destroy();
    this.headers.close();
    this.transport.destroy();
  }

  private async accept(id: number, payload: Buffer): Promise<void> {
    // Skip the associated stream id, the priority and the slot.
    const headers = await this.headers.read(payload.subarray(6));
    this.transport.write(controlFrame(frameType.synReply, id, await this.headers.writeEmpty()));
    const stream = new SpdyStream(headers, {
      data: (bytes, done) => this.send(dataFrame(id, 0, bytes), done),
      fin: (done) => this.send(dataFrame(id, finFlag, emptyPayload), done),
      reset: () => this.send(controlFrame(frameType.rstStream, id, cancelStatus), () => {}),
    });
    this.streams.set(id, stream);
    stream.once('close', () => this.streams.delete(id));
    this.onStream(stream);
  }

  private send(frame: Buffer, done: (error?: Error | null) => void): void {
    if (this.transport.writable) this.transport.write(frame, done);
    else done(new Error('connection closed'));
  }
}

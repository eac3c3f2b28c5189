import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { serveSpdy } from '../../kubectl/spdy/connection.ts';
import type { SpdyStream } from '../../kubectl/spdy/stream.ts';
import type { ForwardTarget } from './forward-target.ts';

/**
 * Serves `portforward.k8s.io`. For each connection, the client opens an error stream and a data stream with the
 * same request id.
 */
export async function serveStreamPairs(transport: Duplex, target: ForwardTarget): Promise<void> {
  const unpairedStreams = new Map<string, SpdyStream>();
  await serveSpdy(transport, (stream) => {
    stream.on('error', () => stream.destroy());
    const id = stream.headers.get('requestid') ?? '';
    const paired = unpairedStreams.get(id);
    if (!paired) {
      unpairedStreams.set(id, stream);
      return;
    }
    unpairedStreams.delete(id);
    const [dataStream, errorStream] = stream.headers.get('streamtype') === 'data' ? [stream, paired] : [paired, stream];
    void serveStreamPair(dataStream, errorStream, target);
  });
}

async function serveStreamPair(data: SpdyStream, error: SpdyStream, target: ForwardTarget): Promise<void> {
  error.resume();
  const port = Number(data.headers.get('port'));
  const connection = target.connect(port);
  if (!connection) {
    error.end(target.connectError(port));
    data.end();
    data.resume();
    return;
  }
  await Promise.allSettled([pipeline(data, connection), pipeline(connection, data)]);
  // An empty error stream tells the client that the connection succeeded.
  error.end();
}

import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { serveSpdy } from '../../kubectl/spdy/connection.ts';
import type { SpdyStream } from '../../kubectl/spdy/stream.ts';
import type { ForwardTarget } from './target.ts';

/**
 * `portforward.k8s.io`: for each connection the client opens a stream for its error and one for its data, which
 * share a request id. The stream of the error ends empty when all went well.
 */
export async function servePairs(transport: Duplex, target: ForwardTarget): Promise<void> {
  const waiting = new Map<string, SpdyStream>();
  await serveSpdy(transport, (stream) => {
    stream.on('error', () => stream.destroy());
    const id = stream.headers.get('requestid') ?? '';
    const other = waiting.get(id);
    if (!other) {
      waiting.set(id, stream);
      return;
    }
    waiting.delete(id);
    const [data, error] = stream.headers.get('streamtype') === 'data' ? [stream, other] : [other, stream];
    void servePair(data, error, target);
  });
}

async function servePair(data: SpdyStream, error: SpdyStream, target: ForwardTarget): Promise<void> {
  error.resume();
  const port = Number(data.headers.get('port'));
  const connection = target.connect(port);
  if (!connection) {
    error.end(target.refusal(port));
    data.end();
    data.resume();
    return;
  }
  await Promise.allSettled([pipeline(data, connection), pipeline(connection, data)]);
  error.end();
}

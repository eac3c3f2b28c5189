import { once } from 'node:events';
import type { Duplex } from 'node:stream';

/** Who refuses a connection does so sooner. */
const refusedWithinMs = 1000;

/**
 * Whether a pod's port takes connections: rejects with its refusal, and ends the stream. With a greeting the answer to
 * it is proof at once; without, nothing is sent to a port of which nobody knows what it speaks.
 */
export async function probe(stream: Duplex, greeting?: string): Promise<void> {
  const calm = new AbortController();
  const timer = setTimeout(() => calm.abort(), refusedWithinMs);
  try {
    if (greeting !== undefined) stream.write(greeting);
    stream.once('data', () => calm.abort());
    await once(stream, 'end', { signal: calm.signal });
  } catch (error) {
    if (!calm.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    stream.on('error', () => {}); // nobody waits for it any more
    stream.destroy();
  }
}

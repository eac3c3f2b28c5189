import { once } from 'node:events';
import type { Duplex } from 'node:stream';

/** Who refuses a connection does so sooner. */
const refusedWithinMs = 1000;

/** Whether a pod's port takes connections: rejects with its refusal. Nothing is sent, and the stream is ended. */
export async function probe(stream: Duplex): Promise<void> {
  const calm = new AbortController();
  const timer = setTimeout(() => calm.abort(), refusedWithinMs);
  try {
    stream.resume();
    await once(stream, 'end', { signal: calm.signal });
  } catch (error) {
    if (!calm.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    stream.on('error', () => {}); // nobody waits for it any more
    stream.destroy();
  }
}

import { once } from 'node:events';
import type { Duplex } from 'node:stream';

/** If the pod refuses a connection, the refusal arrives within this time. */
const refusalTimeoutMs = 1000;

/**
 * Checks whether a pod's port accepts connections, and ends the stream. Rejects if the port refuses the connection.
 * Data from the pod, or no refusal within the timeout, counts as accepted. Without `request`, nothing is sent, because
 * the port's protocol is unknown.
 */
export async function probe(stream: Duplex, request?: string): Promise<void> {
  const accepted = new AbortController();
  const timer = setTimeout(() => accepted.abort(), refusalTimeoutMs);
  try {
    if (request !== undefined) stream.write(request);
    stream.once('data', () => accepted.abort());
    await once(stream, 'end', { signal: accepted.signal });
  } catch (error) {
    if (!accepted.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    stream.on('error', () => {}); // late errors are expected
    stream.destroy();
  }
}

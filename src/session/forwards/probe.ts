import { once } from 'node:events';
import type { Duplex } from 'node:stream';

/** If the pod refuses a connection, the refusal arrives within this time. */
const refusalTimeoutMs = 1000;

/**
 * Checks whether a pod's port accepts connections, then closes the stream. Rejects only if the port refuses the
 * connection within the timeout.
 */
export async function probe(
  stream: Duplex,
  /** Data to send to the pod; undefined if the port's protocol is unknown. */
  request?: string,
): Promise<void> {
  const accepted = new AbortController();
  const timer = setTimeout(() => accepted.abort(), refusalTimeoutMs);
  try {
    if (request !== undefined) stream.write(request);
    // Data from the pod means that the port accepted the connection.
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

import { once } from 'node:events';
import type { Duplex } from 'node:stream';

/** A refusal arrives within this time. */
const refusalTimeoutMs = 1000;

/**
 * Checks whether a pod's port accepts connections, and ends the stream. Rejects with the refusal. Any data from the pod
 * counts as accepted. Without a request nothing is sent, because the protocol of the port is unknown.
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

import { KubernetesError } from '../error.ts';
import { describeCall } from '../status-error.ts';
import type { ResourceAttributes } from './call.ts';

/** Lists are paged and an object has at most 1.5 MiB, so no API server sends this much. */
const maxResponseBytes = 64 * 2 ** 20;

/** Reads a whole response as text. Rejects with kind `too-large` and stops reading above the limit. */
export async function readText(
  body: AsyncIterable<Uint8Array>,
  attributes: ResourceAttributes,
  maxBytes = maxResponseBytes,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLargeError(attributes, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function tooLargeError(attributes: ResourceAttributes, maxBytes: number): KubernetesError {
  const message = `cannot ${describeCall(attributes)}: the response exceeds ${maxBytes / 2 ** 20} MiB`;
  return new KubernetesError('too-large', message, attributes);
}

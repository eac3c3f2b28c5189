import { KubernetesError } from '../error.ts';
import { describeCall } from '../status-error.ts';
import type { CallSubject } from './call.ts';

/** Lists come in pages, and an object has no more than 1.5 MiB: no API server answers with so much. */
const mostAnswerBytes = 64 * 2 ** 20;

/** The text of a whole answer. Rejects with kind `too-large` when there are more bytes, and reads no further. */
export async function readText(
  body: AsyncIterable<Uint8Array>,
  subject: CallSubject,
  mostBytes = mostAnswerBytes,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLargeError(subject, mostBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function tooLargeError(subject: CallSubject, mostBytes: number): KubernetesError {
  const message = `The API server answered with more than ${mostBytes / 2 ** 20} MiB, asked to ${describeCall(subject)}.`;
  return new KubernetesError('too-large', message, subject);
}

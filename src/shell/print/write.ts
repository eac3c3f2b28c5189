import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes data and waits until the stream's buffer has room, so that a slow reader does not fill the memory. */
export async function write(stream: Writable, data: string | Uint8Array, signal?: AbortSignal): Promise<void> {
  if (data.length === 0 || stream.write(data)) return;
  await once(stream, 'drain', { signal });
}

export function writeText(stream: Writable, text: string, signal?: AbortSignal): Promise<void> {
  return write(stream, text === '' ? '' : `${text}\n`, signal);
}

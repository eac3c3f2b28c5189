import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Waits until there is room again, so that a slow reader slows the sender down and not our memory. */
export async function write(stream: Writable, data: string | Uint8Array, signal?: AbortSignal): Promise<void> {
  if (data.length === 0 || stream.write(data)) return;
  await once(stream, 'drain', { signal });
}

export function writeText(stream: Writable, text: string, signal?: AbortSignal): Promise<void> {
  return write(stream, text === '' ? '' : `${text}\n`, signal);
}

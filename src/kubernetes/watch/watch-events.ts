import { KubernetesError } from '../error.ts';
import type { KubernetesObject } from '../objects.ts';
import { type Status, statusError } from '../status-error.ts';
import type { ResourceAttributes } from '../transport/call.ts';
import { tooLargeError } from '../transport/read-text.ts';

export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  | { readonly type: 'BOOKMARK'; readonly object: KubernetesObject };

/** Far above the largest object, which has 1.5 MiB. */
const maxEventCharacters = 16 * 2 ** 20;

/** Yields the events of a watch, in one array if they arrive together. Throws for an ERROR event. */
export async function* readWatchEvents<T extends KubernetesObject>(
  bytes: AsyncIterable<Uint8Array>,
  attributes: ResourceAttributes,
): AsyncGenerator<readonly WatchEvent<T>[]> {
  const decoder = new TextDecoder();
  let partialLine: string[] = [];
  let partialCharacters = 0;
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf('\n');
    if (end === -1) {
      partialLine.push(text);
      partialCharacters += text.length;
      if (partialCharacters > maxEventCharacters) throw tooLargeError(attributes, maxEventCharacters);
      continue;
    }
    const lines = partialLine.join('') + text.slice(0, end);
    partialLine = [text.slice(end + 1)];
    partialCharacters = text.length - end - 1;
    yield lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => parseEvent<T>(line, attributes));
  }
}

function parseEvent<T>(line: string, attributes: ResourceAttributes): WatchEvent<T> {
  let event: WatchEvent<T> | { readonly type: 'ERROR'; readonly object: Status };
  try {
    event = JSON.parse(line);
  } catch (cause) {
    throw new KubernetesError('server', 'the API server sent a watch event that is not JSON', { ...attributes, cause });
  }
  if (event.type !== 'ERROR') return event;
  throw statusError(attributes, event.object.code ?? 500, JSON.stringify(event.object));
}

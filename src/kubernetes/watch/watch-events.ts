import { KubernetesError } from '../error.ts';
import type { KubernetesObject } from '../objects.ts';
import { type Status, statusError } from '../status-error.ts';
import type { CallSubject } from '../transport/call.ts';
import { tooLargeError } from '../transport/read-text.ts';

export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  | { readonly type: 'BOOKMARK'; readonly object: KubernetesObject };

/** An object has no more than 1.5 MiB. */
const mostEventCharacters = 16 * 2 ** 20;

/** The events of a watch's body, as many together as arrived together. An ERROR event is thrown. */
export async function* readWatchEvents<T extends KubernetesObject>(
  bytes: AsyncIterable<Uint8Array>,
  subject: CallSubject,
): AsyncGenerator<readonly WatchEvent<T>[]> {
  const decoder = new TextDecoder();
  let rest: string[] = [];
  let restCharacters = 0;
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf('\n');
    if (end === -1) {
      rest.push(text);
      restCharacters += text.length;
      if (restCharacters > mostEventCharacters) throw tooLargeError(subject, mostEventCharacters);
      continue;
    }
    const lines = rest.join('') + text.slice(0, end);
    rest = [text.slice(end + 1)];
    restCharacters = text.length - end - 1;
    yield lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => parseEvent<T>(line, subject));
  }
}

function parseEvent<T>(line: string, subject: CallSubject): WatchEvent<T> {
  let event: WatchEvent<T> | { readonly type: 'ERROR'; readonly object: Status };
  try {
    event = JSON.parse(line);
  } catch (cause) {
    throw new KubernetesError('server', 'The API server sent a watch event that is not JSON.', { ...subject, cause });
  }
  if (event.type !== 'ERROR') return event;
  throw statusError(subject, event.object.code ?? 500, JSON.stringify(event.object));
}

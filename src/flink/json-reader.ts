import { createBracketScanner } from './json-brackets.ts';

/** Reads JSON text that arrives in chunks. */
export type JsonReader = {
  /** @throws UnreadableResponse */
  readonly push: (text: string) => void;
  /** Returns the parsed text without the items of the list; undefined if the text is not JSON. */
  readonly end: () => unknown;
};

/** Error for a response that cannot be read. Its message is shown to users. */
export class UnreadableResponse extends Error {}

/** Limit for responses without lists and for single items. Flink's responses and items are far below the limit. */
const maxCharacters = 2 ** 20;
/** Enough for a key with its surrounding whitespace. */
const tailCharacters = 100;

/** Creates a reader that keeps the whole text. */
export function createJsonReader(limit = maxCharacters): JsonReader {
  const chunks: string[] = [];
  let characters = 0;
  return {
    push: (text) => {
      characters += text.length;
      if (characters > limit) throw new UnreadableResponse(`longer than ${limit / 2 ** 20} MiB`);
      chunks.push(text);
    },
    end: () => parseJson(chunks.join('')),
  };
}

/**
 * Creates a reader that passes each item of the array under `key` to `onItem`, and keeps only the text outside the
 * array. A whole list of 64 MiB would take several times that memory, as bytes, text and objects.
 */
export function createJsonListReader(key: string, onItem: (text: string) => void): JsonReader {
  const outside = createJsonReader();
  const listStart = new RegExp(`"${key}"\\s*:\\s*$`);
  let state: 'outside' | 'between' | 'item' = 'outside';
  let tail = '';
  let item = '';
  let chunk = '';
  /** Offset of the unhandled part of the chunk. */
  let from = 0;

  const handle = (to: number) => {
    const text = chunk.slice(from, to);
    from = to;
    if (state === 'item') {
      item += text;
      if (item.length > maxCharacters) throw new UnreadableResponse('list item longer than 1 MiB');
    } else if (state === 'outside') {
      outside.push(text);
      tail = (tail + text).slice(-tailCharacters);
    } else if (!/^[\s,]*$/.test(text)) throw new UnreadableResponse('list contains items that are not objects');
  };

  const scan = createBracketScanner({
    onOpen: (at, depth) => {
      if (depth === 2 && state === 'outside' && chunk[at] === '[') {
        handle(at);
        if (!listStart.test(tail)) return;
        handle(at + 1);
        state = 'between';
      } else if (depth === 3 && state === 'between') {
        handle(at);
        state = 'item';
      }
    },
    onClose: (at, depth) => {
      if (depth === 3 && state === 'item') {
        handle(at + 1);
        onItem(item);
        item = '';
        state = 'between';
      } else if (depth === 2 && state === 'between') {
        handle(at);
        state = 'outside';
      }
    },
  });

  return {
    push: (text) => {
      chunk = text;
      from = 0;
      scan(text);
      handle(text.length);
      chunk = '';
    },
    end: outside.end,
  };
}

/** Parses JSON; undefined if the text is invalid. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

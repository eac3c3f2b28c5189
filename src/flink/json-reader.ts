import { createBracketScanner } from './json-brackets.ts';

/** JSON text that arrives piece by piece. Both throw NotReadable. */
export type JsonReader = {
  readonly push: (text: string) => void;
  /** The parsed text, without the items of a list; undefined if it is not JSON. */
  readonly end: () => unknown;
};

/** Why text is not what is read here, for people. */
export class UnreadableAnswer extends Error {}

/** What Flink answers beside lists, and a single item of a list, is far shorter. */
const mostCharacters = 2 ** 20;
/** Longer than a key and its blanks. */
const tailCharacters = 100;

/** Keeps the text whole. */
export function createJsonReader(most = mostCharacters): JsonReader {
  const pieces: string[] = [];
  let characters = 0;
  return {
    push: (text) => {
      characters += text.length;
      if (characters > most) throw new UnreadableAnswer(`it is longer than ${most / 2 ** 20} MiB`);
      pieces.push(text);
    },
    end: () => parseJson(pieces.join('')),
  };
}

/**
 * Hands over the items of the array under `key`, one at a time, and keeps the rest. Held whole, a list of 64 MiB would take
 * several times as much: the bytes, their text, and what is parsed.
 */
export function createJsonListReader(key: string, onItem: (text: string) => void): JsonReader {
  const outside = createJsonReader();
  const listStart = new RegExp(`"${key}"\\s*:\\s*$`);
  let state: 'outside' | 'between' | 'item' = 'outside';
  let tail = '';
  let item = '';
  let piece = '';
  /** Where the part of the piece begins that was not handled yet. */
  let from = 0;

  const handle = (to: number) => {
    const text = piece.slice(from, to);
    from = to;
    if (state === 'item') {
      item += text;
      if (item.length > mostCharacters) throw new UnreadableAnswer('an item of the list is longer than 1 MiB');
    } else if (state === 'outside') {
      outside.push(text);
      tail = (tail + text).slice(-tailCharacters);
    } else if (!/^[\s,]*$/.test(text)) throw new UnreadableAnswer('the list has items that are not objects');
  };

  const scan = createBracketScanner({
    onOpen: (at, depth) => {
      if (depth === 2 && state === 'outside' && piece[at] === '[') {
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
      piece = text;
      from = 0;
      scan(text);
      handle(text.length);
      piece = '';
    },
    end: outside.end,
  };
}

/** undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const bel = 0x07;
const can = 0x18;
const sub = 0x1a;
const esc = 0x1b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const letterP = 0x50;
/** First byte of a C1 control character in UTF-8, and the second byte of OSC and ST. */
const c1 = 0xc2;
const oscInUtf8 = 0x9d;
const stInUtf8 = 0x9c;
const tmux = Buffer.from('tmux;');

/** OSC 52 of xterm and OSC 5522 of kitty read and write the clipboard. */
const clipboardNumbers = new Set([52, 5522]);
/** Real numbers are smaller. A larger one might overflow to one of the clipboard, so that its sequence is dropped. */
const maxNumber = 65_535;
/** Longer starts of sequences are dropped, so that little is held. No terminal needs them. */
const maxHeldBytes = 64;
/** Tmux in tmux needs two levels. Deeper ones are dropped. */
const maxDepth = 4;

type State =
  | 'text'
  /** After ESC. */
  | 'escape'
  /** After the first byte of a C1 control character. */
  | 'c1'
  /** In the number of an OSC. */
  | 'number'
  /** In the name of a DCS. */
  | 'name'
  | 'clipboard'
  /** In a clipboard sequence, after ESC or the first byte of ST. */
  | 'clipboard-escape'
  | 'clipboard-c1'
  /** In a sequence that tmux passes on. */
  | 'tmux'
  | 'tmux-escape';

export type ClipboardFilter = {
  /** Returns the bytes that may reach the terminal. The start of a possible clipboard sequence is held back. */
  readonly push: (chunk: Uint8Array) => Buffer;
};

/**
 * Removes the sequences that read or write the clipboard of the terminal, also inside tmux's passthrough. All other bytes
 * stay as they are. A sequence may be split anywhere. Needs little memory for a sequence of any length.
 *
 * Like a terminal (VT500 parser), it ignores other control characters inside a sequence, and ESC starts a new one.
 */
export function createClipboardFilter(depth = 1): ClipboardFilter {
  let state: State = 'text';
  let held: number[] = [];
  let number = 0;
  /** The filter of the sequences inside tmux's passthrough. Tmux writes several passthroughs one after another. */
  let inner: ClipboardFilter | undefined;
  let output: number[] = [];

  const release = (): void => {
    for (const byte of held) output.push(byte);
    held = [];
  };
  const drop = (next: State): void => {
    held = [];
    state = next;
  };
  const hold = (byte: number, next: State): void => {
    if (held.length < maxHeldBytes || !(isIgnored(byte) || isDigit(byte))) held.push(byte);
    state = next;
  };
  /** Ends a sequence that is none of the clipboard, and reads the byte again as text. */
  const giveUp = (byte: number): void => {
    release();
    state = 'text';
    read(byte);
  };

  const readers: { readonly [Name in State]: (byte: number) => void } = {
    text: (byte) => {
      if (byte === esc) hold(byte, 'escape');
      else if (byte === c1) hold(byte, 'c1');
      else output.push(byte);
    },
    escape: (byte) => {
      number = 0;
      if (byte === closeBracket) hold(byte, 'number');
      else if (byte === letterP) hold(byte, 'name');
      else if (isIgnored(byte)) hold(byte, 'escape');
      else giveUp(byte);
    },
    c1: (byte) => {
      number = 0;
      if (byte === oscInUtf8) hold(byte, 'number');
      else giveUp(byte);
    },
    number: (byte) => {
      if (isDigit(byte)) {
        number = Math.min(10 * number + (byte - 0x30), maxNumber + 1);
        hold(byte, 'number');
      } else if (isIgnored(byte)) hold(byte, 'number');
      else if (clipboardNumbers.has(number) || number > maxNumber || held.length >= maxHeldBytes) {
        drop('clipboard');
        read(byte);
      } else giveUp(byte);
    },
    name: (byte) => {
      if (isIgnored(byte)) return hold(byte, 'name');
      const name = held.slice(held.lastIndexOf(letterP) + 1).filter((each) => !isIgnored(each));
      if (byte !== tmux[name.length]) return giveUp(byte);
      hold(byte, 'name');
      if (name.length + 1 < tmux.length) return;
      release();
      inner ??= depth < maxDepth ? createClipboardFilter(depth + 1) : { push: () => Buffer.alloc(0) };
      state = 'tmux';
    },
    clipboard: (byte) => {
      if (byte === bel || byte === can || byte === sub || byte === stInUtf8) state = 'text';
      else if (byte === esc) state = 'clipboard-escape';
      else if (byte === c1) state = 'clipboard-c1';
    },
    'clipboard-escape': (byte) => {
      if (byte === backslash) state = 'text';
      else {
        state = 'text';
        read(esc);
        read(byte);
      }
    },
    'clipboard-c1': (byte) => {
      state = 'clipboard';
      if (byte === oscInUtf8) {
        state = 'text';
        read(c1);
      }
      read(byte);
    },
    tmux: (byte) => {
      if (byte === esc) state = 'tmux-escape';
      else readInner(byte);
    },
    'tmux-escape': (byte) => {
      state = 'tmux';
      if (byte !== backslash) return readInner(byte);
      output.push(esc, backslash);
      state = 'text';
    },
  };

  /** Passes a byte to the inner filter. Tmux expects each ESC of an inner sequence twice. */
  const readInner = (byte: number): void => {
    for (const passed of inner?.push(Uint8Array.of(byte)) ?? []) {
      output.push(passed);
      if (passed === esc) output.push(esc);
    }
  };
  const read = (byte: number): void => readers[state](byte);

  return {
    push(chunk) {
      // Most output needs no filter.
      if (state === 'text' && !chunk.includes(esc) && !chunk.includes(c1)) return Buffer.from(chunk);
      output = [];
      for (const byte of chunk) read(byte);
      return Buffer.from(output);
    },
  };
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** Control characters that a terminal executes or ignores inside a sequence. */
function isIgnored(byte: number): boolean {
  if (byte === 0x7f) return true;
  return byte < 0x20 && byte !== bel && byte !== esc && byte !== can && byte !== sub;
}

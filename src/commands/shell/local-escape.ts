const tilde = 0x7e;
const dot = 0x2e;
const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

export type LocalEscape = {
  /** Returns the typed bytes to send, and whether the user closes the connection. Later bytes are then not sent. */
  readonly push: (typed: Uint8Array) => { readonly send: Buffer; readonly isClosing: boolean };
};

/**
 * Finds `~.` at the start of a line in typed bytes, as ssh does. `~~` sends one tilde. In a bracketed paste, which starts
 * only if the program in the pod enables it, a tilde has no meaning.
 */
export function createLocalEscape(): LocalEscape {
  let isAtStart = true;
  /** A tilde at the start of a line waits for the next byte. */
  let isHeld = false;
  let isPasting = false;
  /** The last typed characters, which may be the start or the end of a paste. */
  let last = '';

  const track = (byte: number): void => {
    last = (last + String.fromCharCode(byte)).slice(-pasteStart.length);
    if (last === pasteStart) isPasting = true;
    if (last === pasteEnd) isPasting = false;
    isAtStart = byte === 0x0d || byte === 0x0a;
  };
  return {
    push(typed) {
      const send: number[] = [];
      for (const byte of typed) {
        if (isHeld) {
          isHeld = false;
          if (byte === dot) return { send: Buffer.from(send), isClosing: true };
          send.push(tilde);
          track(tilde);
          if (byte === tilde) continue;
        } else if (byte === tilde && isAtStart && !isPasting) {
          isHeld = true;
          continue;
        }
        send.push(byte);
        track(byte);
      }
      return { send: Buffer.from(send), isClosing: false };
    },
  };
}

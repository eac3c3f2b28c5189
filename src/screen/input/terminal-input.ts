import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Key } from '../draw/key.ts';
import { createDecoder } from './decode.ts';

/** A terminal sends an arrow's bytes together, but a slow line may split them. */
const escapeTimeoutMs = 25;

export type TerminalStdin = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  readonly setRawMode?: (on: boolean) => unknown;
  readonly ref?: () => unknown;
  readonly unref?: () => unknown;
};

export type TerminalInput = {
  /** What Ink reads: raw mode stays its business, and it sees only the keys that it was sent. */
  readonly forInk: NodeJS.ReadStream;
  readonly close: () => void;
};

/**
 * The one listener on stdin: a second one would starve Ink of `readable`. `onKey` gets every key, in order;
 * where it returns `ink` the key goes to the component that Ink runs, and the next key waits until that has seen it.
 */
export function openTerminalInput(
  stdin: TerminalStdin,
  onKey: (key: Key) => 'taken' | 'ink',
  onLost: (error?: Error) => void,
): TerminalInput {
  const decoder = createDecoder();
  const utf8 = new StringDecoder('utf8');
  const waiting: Key[] = [];
  let isDraining = false;
  let escapeTimer: NodeJS.Timeout | undefined;

  const forInk = Object.assign(new Readable({ objectMode: true, read() {} }), {
    isTTY: true,
    setRawMode: (on: boolean) => stdin.setRawMode?.(on),
    ref: () => stdin.ref?.(),
    unref: () => stdin.unref?.(),
  }) as unknown as NodeJS.ReadStream;

  const drain = () => {
    isDraining = false;
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      if (onKey(key) === 'taken') continue;
      forInk.push(key.bytes);
      isDraining = true;
      setImmediate(drain);
      return;
    }
  };
  const receive = (keys: readonly Key[]) => {
    for (const key of keys) waiting.push(key);
    if (!isDraining) drain();
  };
  const onData = (chunk: Buffer | string) => {
    clearTimeout(escapeTimer);
    receive(decoder.push(typeof chunk === 'string' ? chunk : utf8.write(chunk)));
    if (decoder.isWaiting()) escapeTimer = setTimeout(() => receive(decoder.flush()), escapeTimeoutMs);
  };
  const onEnd = () => onLost();

  stdin.on('data', onData);
  stdin.on('end', onEnd);
  stdin.on('error', onLost);
  return {
    forInk,
    close() {
      clearTimeout(escapeTimer);
      stdin.off('data', onData);
      stdin.off('end', onEnd);
      stdin.off('error', onLost);
      stdin.pause();
    },
  };
}

import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Key } from '../draw/key.ts';
import type { Mouse } from '../draw/mouse.ts';
import { createDecoder, type Input, isMouse } from './decode.ts';
import type { KeyHandling } from './dispatch.ts';

/** A terminal sends the bytes of an arrow key together, but a slow connection may split them. */
const escapeTimeoutMs = 25;
/** Limit for a lone Esc byte. It is more often the Esc key than the start of a report that is split just there. */
const maxEscapeKeyMs = 100;
/** Turns of the event loop in which React renders a list, commits it and runs its effects, which subscribe to keys. */
const renderTurns = 3;

export type TerminalStdin = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  readonly setRawMode?: (on: boolean) => unknown;
  readonly ref?: () => unknown;
  readonly unref?: () => unknown;
};

export type TerminalInput = {
  /** The stdin of Ink. Ink controls raw mode and receives only the keys passed to it. */
  readonly forInk: NodeJS.ReadStream;
  /**
   * Passes typed bytes to `receive` instead of decoding them. Raw mode stays on meanwhile, whatever Ink asks for. Returns a
   * function that ends it: the next bytes are keys again.
   */
  readonly take: (receive: (typed: Buffer) => void) => () => void;
  /** Turns raw mode on again after another program has changed it. */
  readonly resumeRawMode: () => void;
  readonly close: () => void;
};

type InputHandlers = {
  readonly onKey: (key: Key) => KeyHandling;
  readonly onMouse?: ((mouse: Mouse) => KeyHandling) | undefined;
  readonly onLost: (error?: Error) => void;
  /** Receives the reports that the terminal sends in answer to a query. */
  readonly onReport?: ((report: string) => void) | undefined;
  /** The remaining time in ms in which the terminal may answer a query. Until then, more bytes of a report may follow. */
  readonly reportTimeoutMs?: (() => number) | undefined;
};

/**
 * Reads keys and mouse presses from stdin and passes each on in order, then to Ink if the handler returns bytes for it. Nothing else may
 * read stdin, because each reader would miss some of the input.
 */
export function openTerminalInput(
  stdin: TerminalStdin,
  { onKey, onMouse = () => 'handled', onLost, onReport, reportTimeoutMs = () => 0 }: InputHandlers,
): TerminalInput {
  const decoder = createDecoder(onReport);
  const utf8 = new StringDecoder('utf8');
  const queue: Input[] = [];
  let isDraining = false;
  let escapeTimer: NodeJS.Timeout | undefined;
  let taker: ((typed: Buffer) => void) | undefined;

  const forInk = Object.assign(new Readable({ objectMode: true, read() {} }), {
    isTTY: true,
    setRawMode: (on: boolean) => taker === undefined && stdin.setRawMode?.(on),
    ref: () => stdin.ref?.(),
    unref: () => taker === undefined && stdin.unref?.(),
  }) as unknown as NodeJS.ReadStream;

  const drain = () => {
    isDraining = false;
    for (let input = queue.shift(); input !== undefined; input = queue.shift()) {
      const handling = isMouse(input) ? onMouse(input) : onKey(input);
      if (handling === 'handled') continue;
      isDraining = true;
      // The list may have been opened by the previous key. The next key waits until Ink has handled this one.
      afterTurns(renderTurns, () => {
        forInk.push(handling.ink);
        afterTurns(renderTurns, drain);
      });
      return;
    }
  };
  const receive = (inputs: readonly Input[]) => {
    for (const input of inputs) queue.push(input);
    if (!isDraining) drain();
  };
  const onData = (chunk: Buffer | string) => {
    if (taker !== undefined) return taker(Buffer.from(chunk as Buffer));
    clearTimeout(escapeTimer);
    receive(decoder.push(typeof chunk === 'string' ? chunk : utf8.write(chunk)));
    const waitsAfter = decoder.waitsAfter();
    if (waitsAfter === undefined) return;
    const limitMs = waitsAfter === 'escape' ? maxEscapeKeyMs : Number.POSITIVE_INFINITY;
    const timeoutMs = Math.min(limitMs, Math.max(escapeTimeoutMs, reportTimeoutMs()));
    escapeTimer = setTimeout(() => receive(decoder.flush()), timeoutMs);
  };
  const onEnd = () => onLost();

  stdin.on('data', onData);
  stdin.on('end', onEnd);
  stdin.on('error', onLost);
  return {
    forInk,
    take(passOn) {
      clearTimeout(escapeTimer);
      receive(decoder.flush());
      taker = passOn;
      return () => {
        taker = undefined;
      };
    },
    resumeRawMode() {
      stdin.setRawMode?.(false);
      stdin.setRawMode?.(true);
    },
    close() {
      clearTimeout(escapeTimer);
      stdin.off('data', onData);
      stdin.off('end', onEnd);
      stdin.off('error', onLost);
      stdin.pause();
    },
  };
}

function afterTurns(turns: number, run: () => void): void {
  setImmediate(() => (turns <= 1 ? run() : afterTurns(turns - 1, run)));
}

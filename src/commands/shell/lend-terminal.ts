import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { LentTerminal } from '../record/program-streams.ts';
import { saveTitle, terminalReset } from './terminal-reset.ts';

/** The terminal of a frontend. */
export type TerminalDevice = {
  readonly stdout: Writable & { readonly columns?: number; readonly rows?: number };
  /** Whether the terminal does not understand escape sequences. */
  readonly isDumb: boolean;
  /** Passes on typed bytes in raw mode. Returns a function that ends it. */
  readonly takeInput: (receive: (typed: Buffer) => void) => () => void;
  /** Turns raw mode on again after another program has had the terminal. */
  readonly resumeRawMode: () => void;
  /** Stops what the frontend draws, waits for `during`, and draws again. */
  readonly suspend: (during: () => Promise<void>) => Promise<void>;
  /** Aborted when the program ends. */
  readonly signal: AbortSignal;
};

/** Gives the terminal to `use`. Resets its modes when `use` settles, and when the process exits before. */
export async function lendTerminal<T>(device: TerminalDevice, use: (terminal: LentTerminal) => Promise<T>): Promise<T> {
  const backlog: Buffer[] = [];
  let receive = (typed: Buffer): void => void backlog.push(typed);
  // Before the frontend stops: no typed byte is lost.
  const stopInput = device.takeInput((typed) => receive(typed));
  const onInput: LentTerminal['onInput'] = (listener) => {
    receive = listener;
    for (const typed of backlog.splice(0)) listener(typed);
    return () => {
      receive = () => {};
    };
  };
  const used = Promise.withResolvers<T>();
  try {
    await device.suspend(async () => {
      const running = withTerminal(device, onInput, use).finally(stopInput);
      await running.then(used.resolve, used.reject);
    });
  } catch (error) {
    used.reject(error);
  } finally {
    stopInput();
  }
  return used.promise;
}

async function withTerminal<T>(
  { stdout, isDumb, resumeRawMode, signal }: TerminalDevice,
  onInput: LentTerminal['onInput'],
  use: (terminal: LentTerminal) => Promise<T>,
): Promise<T> {
  const resizeListeners = new Set<() => void>();
  const onResize = () => {
    for (const listener of resizeListeners) listener();
  };
  const onContinue = () => {
    resumeRawMode();
    onResize();
  };
  const reset = () => {
    if (!isDumb) stdout.write(terminalReset);
  };
  process.once('exit', reset);
  process.on('SIGCONT', onContinue);
  stdout.on('resize', onResize);
  if (!isDumb) stdout.write(saveTitle);
  try {
    return await use({
      size: () => ({ columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 }),
      onResize: (listener) => {
        resizeListeners.add(listener);
        return () => resizeListeners.delete(listener);
      },
      onInput,
      write: async (bytes) => {
        if (bytes.length === 0 || !stdout.writable || stdout.write(bytes)) return;
        await once(stdout, 'drain', { signal });
      },
    });
  } finally {
    stdout.off('resize', onResize);
    process.off('SIGCONT', onContinue);
    process.off('exit', reset);
    reset();
  }
}

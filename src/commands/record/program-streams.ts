import type { Readable, Writable } from 'node:stream';
import type { TerminalSize } from '../../kubernetes/api.ts';

/** The user's terminal while a program in a pod has it. */
export type LentTerminal = {
  readonly size: () => TerminalSize;
  /** Calls the listener after each change of the size. Returns a function that unsubscribes. */
  readonly onResize: (listener: () => void) => () => void;
  /** Passes on typed bytes, in raw mode. Returns a function that ends it. */
  readonly onInput: (receive: (typed: Buffer) => void) => () => void;
  /** Resolves when the terminal can take more. */
  readonly write: (bytes: string | Uint8Array) => Promise<void>;
};

/** What a program in a pod can use as its standard streams. */
export type ProgramStreams =
  | {
      readonly kind: 'terminal';
      /** The environment variable TERM. */
      readonly type: string | undefined;
      /** Gives the terminal to `use`, and restores its modes when `use` settles. Nothing else is drawn meanwhile. */
      readonly lend: <T>(use: (terminal: LentTerminal) => Promise<T>) => Promise<T>;
    }
  | { readonly kind: 'pipes'; readonly stdin: Readable; readonly stdout: Writable; readonly stderr: Writable };

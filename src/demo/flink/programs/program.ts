import type { TerminalSize } from '../../contracts.ts';
import type { PodFile } from '../config-volume.ts';

/** What a simulated program can use. */
export type ProgramContext = {
  readonly args: readonly string[];
  readonly isTerminal: boolean;
  readonly size: () => TerminalSize;
  readonly readFile: (path: string) => PodFile | undefined;
  readonly print: (text: string | Buffer) => void;
  readonly printError: (text: string) => void;
  readonly exit: (code: number) => void;
};

/** A running program. A program without `onBytes` gets whole lines. */
export type Program = {
  /** A line without its end. */
  readonly onLine?: (line: string) => void;
  /** Bytes as they are typed or piped. A terminal then neither echoes them nor handles Ctrl-C. */
  readonly onBytes?: ((bytes: Buffer) => void) | undefined;
  readonly onEnd?: () => void;
  /** Ctrl-C at the terminal. */
  readonly onInterrupt?: () => void;
  readonly onResize?: () => void;
};

export type StartProgram = (context: ProgramContext) => Program;

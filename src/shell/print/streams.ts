import type { Readable, Writable } from 'node:stream';

type OutStream = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/** The standard streams of the process, or of a test. */
export type Streams = {
  readonly stdin: Readable & { readonly isTTY?: boolean; readonly setRawMode?: (on: boolean) => unknown };
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  /** Whether TERM is `dumb`: the terminal does not understand escape sequences. */
  readonly dumb: boolean;
  /** TERM */
  readonly terminalType?: string | undefined;
};

/**
 * Returns whether standard input and standard output are terminals, and TERM is not `dumb`. Otherwise `attach` reads
 * commands: `flink-tui attach ID > file` from the keyboard, `echo list | flink-tui attach ID` from the pipe.
 */
export function canShowScreen({ stdin, stdout, dumb }: Streams): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && !dumb;
}

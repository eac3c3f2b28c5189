import type { Readable, Writable } from 'node:stream';

type OutStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The three streams of the process, or a test's. */
export type Streams = {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  /** TERM is `dumb`: escape sequences would be shown. */
  readonly dumb: boolean;
};

/**
 * The screen needs a keyboard and a terminal that can be drawn on. With one of them alone `attach` reads commands:
 * `flink-tui attach ID > file` takes them from the keyboard, `echo list | flink-tui attach ID` from the pipe.
 */
export function canShowScreen({ stdin, stdout, dumb }: Streams): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && !dumb;
}

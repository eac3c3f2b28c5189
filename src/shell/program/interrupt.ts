import { constants } from 'node:os';
import type { Streams } from '../print/streams.ts';

/** The process was told to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: number;

  constructor(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') {
    super(`interrupted by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Aborts with Interrupted. The second Ctrl-C finds no listener any more, and so ends the process at once. */
export function watchInterrupts(process: NodeJS.EventEmitter): AbortSignal {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => end.abort(new Interrupted(signal)));
  }
  return end.signal;
}

/** Whoever read our output has had enough of it: `flink-tui logs … | head`. */
export class OutputClosed extends Error {
  override readonly name = 'ReaderLeft';
}

/** Aborts when nothing can be written any more: with ReaderLeft, or with the error that it was. */
export function watchOutput({ stdout, stderr }: Streams): AbortSignal {
  const end = new AbortController();
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      end.abort(error.code === 'EPIPE' ? new OutputClosed() : error);
    });
  }
  return end.signal;
}

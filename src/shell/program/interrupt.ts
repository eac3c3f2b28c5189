import { constants } from 'node:os';
import type { Streams } from '../print/streams.ts';

/** The process received a signal to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: number;

  constructor(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') {
    super(`interrupted by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Aborts with Interrupted at a signal. Listens to each signal only once, so that a second Ctrl-C kills the process. */
export function watchInterrupts(process: NodeJS.EventEmitter): AbortSignal {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => end.abort(new Interrupted(signal)));
  }
  return end.signal;
}

/** The process that reads the output closed the pipe: `flink-tui logs … | head`. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** Aborts when output can no longer be written: with OutputClosed for a closed pipe, else with the stream's error. */
export function watchOutput({ stdout, stderr }: Streams): AbortSignal {
  const end = new AbortController();
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      end.abort(error.code === 'EPIPE' ? new OutputClosed() : error);
    });
  }
  return end.signal;
}

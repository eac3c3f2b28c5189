import { createLogIntake } from '../intake/log-intake.ts';
import type { LogSourceState } from '../log-store.ts';
import type { LogWriter } from '../log-writer.ts';
import { createStreamSink } from './stream-sink.ts';
import type { LogOrigin, StreamedItem } from './streamed-event.ts';

export type StreamingWriter = {
  /** What follows the container writes here. */
  readonly writer: LogWriter;
  /** What comes of it, until the log has ended for good. The first batch is empty: the log is open, or not there yet. */
  readonly items: (signal: AbortSignal) => AsyncGenerator<readonly StreamedItem[]>;
  /** Resolves when what was written has been taken, to be awaited before more is read; undefined if it has been. */
  readonly room: () => Promise<void> | undefined;
};

/** An event is complete when nothing more has come for this long. */
const quietMs = 200;

/** A log that is followed on its way through: no faster than it is taken. */
export function createStreamingWriter(origin: LogOrigin, now: () => number = Date.now): StreamingWriter {
  const sink = createStreamSink(origin, now);
  const intake = createLogIntake(sink);
  let state: LogSourceState = { state: 'connecting' };
  let wake = () => {};
  let drain = () => {};
  let isLeft = false;

  const thenWake =
    <Values extends readonly unknown[]>(act: (...values: Values) => void) =>
    (...values: Values) => {
      act(...values);
      wake();
    };
  const drained = () =>
    new Promise<void>((resolve) => {
      drain = resolve;
    });

  /** Resolves when something has changed, or with `quiet` when nothing has for so long. */
  const pause = async (): Promise<'changed' | 'quiet'> => {
    let timer: NodeJS.Timeout | undefined;
    const how = await new Promise<'changed' | 'quiet'>((resolve) => {
      wake = () => resolve('changed');
      if (sink.isHolding()) timer = setTimeout(resolve, quietMs, 'quiet');
    });
    clearTimeout(timer);
    return how;
  };

  return {
    writer: {
      ...intake,
      setState: thenWake((next: LogSourceState) => {
        state = next;
      }),
      write: thenWake(intake.write),
      end: thenWake(intake.end),
      mark: thenWake(intake.mark),
    },
    room: () => (sink.isEmpty() || isLeft ? undefined : drained()),
    items: async function* (signal) {
      const left = () => {
        isLeft = true;
        wake();
        drain();
      };
      signal.addEventListener('abort', left);
      let opened = false;
      while (!signal.aborted) {
        if (!sink.isEmpty() || (!opened && state.state !== 'connecting')) {
          opened = true;
          yield sink.take();
          drain();
        } else if (state.state === 'ended' || state.state === 'denied') {
          sink.endEvent();
          if (!sink.isEmpty()) yield sink.take();
          return;
        } else if ((await pause()) === 'quiet') sink.endEvent();
      }
    },
  };
}

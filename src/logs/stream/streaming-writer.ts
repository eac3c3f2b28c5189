import { createLogIntake } from '../intake/log-intake.ts';
import type { LogSourceState } from '../log-store.ts';
import type { LogWriter } from '../log-writer.ts';
import { createStreamSink } from './stream-sink.ts';
import type { LogOrigin, StreamedItem } from './streamed-event.ts';

export type StreamingWriter = {
  /** Receives the log of the followed container. */
  readonly writer: LogWriter;
  /** Yields the items until the log ends. An empty first batch means that the log is open or does not exist yet. */
  readonly items: (signal: AbortSignal) => AsyncGenerator<readonly StreamedItem[]>;
  /** Returns a promise while items wait to be read. Await the promise before writing more. */
  readonly backpressure: () => Promise<void> | undefined;
};

/** An event is complete after this time without new lines. */
const quietMs = 200;

/** Creates a writer that forwards a followed log no faster than its items are read. */
export function createStreamingWriter(origin: LogOrigin, now: () => number = Date.now): StreamingWriter {
  const sink = createStreamSink(origin, now);
  const intake = createLogIntake(sink);
  let state: LogSourceState = { state: 'connecting' };
  let wake = () => {};
  let drain = () => {};
  let isAborted = false;

  const withWake =
    <Values extends readonly unknown[]>(action: (...values: Values) => void) =>
    (...values: Values) => {
      action(...values);
      wake();
    };
  const waitForDrain = () =>
    new Promise<void>((resolve) => {
      drain = resolve;
    });

  /** Resolves with `changed` on a change. Resolves with `quiet` if an event is still incomplete after `quietMs`. */
  const pause = async (): Promise<'changed' | 'quiet'> => {
    let timer: NodeJS.Timeout | undefined;
    const result = await new Promise<'changed' | 'quiet'>((resolve) => {
      wake = () => resolve('changed');
      if (sink.hasPendingEvent()) timer = setTimeout(resolve, quietMs, 'quiet');
    });
    clearTimeout(timer);
    return result;
  };

  return {
    writer: {
      ...intake,
      setState: withWake((next: LogSourceState) => {
        state = next;
      }),
      write: withWake(intake.write),
      end: withWake(intake.end),
      markGap: withWake(intake.markGap),
    },
    backpressure: () => (sink.isEmpty() || isAborted ? undefined : waitForDrain()),
    items: async function* (signal) {
      const abort = () => {
        isAborted = true;
        wake();
        drain();
      };
      signal.addEventListener('abort', abort);
      let isOpen = false;
      while (!signal.aborted) {
        if (!sink.isEmpty() || (!isOpen && state.state !== 'connecting')) {
          isOpen = true;
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

import { formatDuration } from '../../text/duration.ts';
import { utcTime } from '../../text/utc-time.ts';
import type { ExactTime, Recall } from '../ingest/recall.ts';
import type { LogSourceState } from '../log-store.ts';
import type { LogWriter } from '../log-writer.ts';
import { createEventGroups } from './group-events.ts';
import { createKnownTimes } from './known-times.ts';
import { createStampedLines, type StampedLine } from './stamped-lines.ts';
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

/** A log on its way through: what the store keeps is passed on here, and only as much remembered as resuming takes. */
export function createStreamingWriter(origin: LogOrigin, now: () => number = Date.now): StreamingWriter {
  const split = createStampedLines();
  const groups = createEventGroups(origin);
  const known = createKnownTimes();
  let recall: Recall | undefined;
  let state: LogSourceState = { state: 'connecting' };
  let items: StreamedItem[] = [];
  let wake = () => {};
  let drain = () => {};
  let isLeft = false;

  const add = (more: readonly StreamedItem[]) => {
    for (const item of more) items.push(item);
  };
  const mark = (text: string, at: number) => {
    add(groups.flush());
    items.push({ kind: 'mark', origin, at, text });
  };
  const isRepeat = ({ at, nanoseconds }: StampedLine): boolean => {
    if (recall === undefined || at === undefined) return false;
    const time = { at, nanoseconds };
    const repeats = recall.repeats(time, () => true);
    const missed = recall.missed();
    if (missed !== undefined) mark(missedText(missed, time), at);
    if (recall.isOver()) recall = undefined;
    return repeats;
  };
  const take = (line: StampedLine) => {
    if (isRepeat(line)) return;
    known.add(line);
    add(groups.push([line]));
  };
  const changed = () => wake();
  const drained = () =>
    new Promise<void>((resolve) => {
      drain = resolve;
    });

  /** Resolves when something has changed, or with `quiet` when nothing has for so long. */
  const pause = async (): Promise<'changed' | 'quiet'> => {
    let timer: NodeJS.Timeout | undefined;
    const how = await new Promise<'changed' | 'quiet'>((resolve) => {
      wake = () => resolve('changed');
      if (groups.isHolding()) timer = setTimeout(resolve, quietMs, 'quiet');
    });
    clearTimeout(timer);
    return how;
  };

  return {
    writer: {
      setState: (next) => {
        state = next;
        changed();
      },
      begin: ({ again }) => {
        split.reset();
        recall = again ? known.recall() : undefined;
      },
      write: (chunk) => {
        for (const line of split.push(chunk)) take(line);
        changed();
      },
      end: (how) => {
        const rest = how === 'complete' ? split.flush() : undefined;
        split.reset();
        if (rest !== undefined) take(rest);
        changed();
      },
      mark: (cause) => {
        mark(cause, known.newestAt() ?? now());
        changed();
      },
      resumeTime: known.resumeTime,
      newestAt: known.newestAt,
    },
    room: () => (items.length === 0 || isLeft ? undefined : drained()),
    items: async function* (signal) {
      const left = () => {
        isLeft = true;
        wake();
        drain();
      };
      signal.addEventListener('abort', left);
      let opened = false;
      while (!signal.aborted) {
        if (items.length > 0 || (!opened && state.state !== 'connecting')) {
          opened = true;
          const batch = items;
          items = [];
          yield batch;
          drain();
        } else if (state.state === 'ended' || state.state === 'denied') {
          const last = groups.flush();
          if (last.length > 0) yield last;
          return;
        } else if ((await pause()) === 'quiet') add(groups.flush());
      }
    },
  };
}

function missedText(last: ExactTime, next: ExactTime): string {
  const span = next.at - last.at < 1000 ? 'less than 1s' : formatDuration(next.at - last.at);
  return `${span} may be missing, from ${utcTime(last.at)} to ${utcTime(next.at)}: the log was rotated, or begins anew`;
}

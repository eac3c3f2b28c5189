import type { LogSink } from '../intake/log-intake.ts';
import { createEventGroups } from './group-events.ts';
import { createRecentTimes } from './recent-times.ts';
import type { LogOrigin, StreamedItem } from './streamed-event.ts';
import { type TimestampedLine, toTimestampedLine } from './timestamped-lines.ts';

/** A sink that forwards lines as events. It keeps only the timestamps needed to recognise repeated lines. */
export type StreamSink = LogSink & {
  /** Returns the items since the last call, without an incomplete last event. */
  readonly take: () => readonly StreamedItem[];
  readonly isEmpty: () => boolean;
  /** Emits the incomplete last event. Later lines of that event become a continuation. */
  readonly endEvent: () => void;
  /** Whether an event is still incomplete. */
  readonly hasPendingEvent: () => boolean;
};

export function createStreamSink(origin: LogOrigin, now: () => number = Date.now): StreamSink {
  const groups = createEventGroups(origin);
  const times = createRecentTimes();
  /** Lines of the current chunk, which are grouped together for speed. */
  let lines: TimestampedLine[] = [];
  let items: StreamedItem[] = [];

  const newestAt = (): number | undefined => {
    for (const { at } of times.newestFirst()) return at;
    return undefined;
  };
  const group = () => {
    for (const line of lines) times.add(line);
    for (const event of groups.push(lines)) items.push(event);
    lines = [];
  };
  const endEvent = () => {
    for (const event of groups.flush()) items.push(event);
  };

  return {
    form: 'bytes',
    line: (bytes, from, to, time) => {
      lines.push(toTimestampedLine(bytes, from, to, time));
    },
    gap: (reason, at) => {
      group();
      endEvent();
      items.push({ kind: 'marker', origin, at: at ?? newestAt() ?? now(), text: reason });
    },
    chunkDone: group,
    recentLines: times.newestFirst,
    // Logs are append-only, so the first lines with an equal timestamp are the repeated ones.
    isSame: () => true,
    take: () => {
      const taken = items;
      items = [];
      return taken;
    },
    isEmpty: () => items.length === 0,
    endEvent,
    hasPendingEvent: groups.hasPendingEvent,
  };
}

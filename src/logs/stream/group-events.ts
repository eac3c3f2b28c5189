import { createEventTracker } from '../events/track-events.ts';
import { type LogOrigin, StreamedEvent } from './streamed-event.ts';
import type { TimestampedLine } from './timestamped-lines.ts';

export type EventGroups = {
  /** Adds lines and returns the completed events: all except the last one. */
  readonly push: (lines: readonly TimestampedLine[]) => StreamedEvent[];
  /** Returns the incomplete last event. Later lines of that event become a continuation. */
  readonly flush: () => StreamedEvent[];
  /** Whether an event is still incomplete. */
  readonly hasPendingEvent: () => boolean;
};

/** Groups the lines of one container into events. */
export function createEventGroups(origin: LogOrigin): EventGroups {
  const tracker = createEventTracker();
  let pendingLines: TimestampedLine[] = [];
  let head: Pick<StreamedEvent, 'level' | 'logger'> = { level: undefined, logger: undefined };
  let isContinuation = false;
  let startedAt = 0;
  let newestAt = 0;

  const takePending = (): StreamedEvent[] => {
    if (pendingLines.length === 0) return [];
    const event = new StreamedEvent(origin, startedAt, pendingLines, head, isContinuation);
    pendingLines = [];
    return [event];
  };

  return {
    push: (lines) => {
      const events: StreamedEvent[] = [];
      for (const line of lines) {
        if (line.at !== undefined) newestAt = line.at + (line.nanoseconds % 1e6) / 1e6;
        const classified = tracker.next(line.bytes, line.textFrom, line.bytes.length, line.at ?? 0);
        if (classified.role === 'head') {
          for (const event of takePending()) events.push(event);
          head = classified;
          isContinuation = false;
        }
        if (pendingLines.length === 0) startedAt = newestAt;
        pendingLines.push(line);
      }
      return events;
    },
    flush: () => {
      const events = takePending();
      if (events.length > 0) isContinuation = true;
      return events;
    },
    hasPendingEvent: () => pendingLines.length > 0,
  };
}

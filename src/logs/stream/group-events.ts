import { createEventFollower } from '../events/follow-events.ts';
import type { StampedLine } from './stamped-lines.ts';
import { type LogOrigin, StreamedEvent } from './streamed-event.ts';

export type EventGroups = {
  /** The events that are complete with these lines: all but the last one. */
  readonly push: (lines: readonly StampedLine[]) => StreamedEvent[];
  /** The last event, as far as it has come. What still belongs to it comes as its rest. */
  readonly flush: () => StreamedEvent[];
  /** Whether an event waits for its end. */
  readonly isHolding: () => boolean;
};

/** Lines of one container to events. */
export function createEventGroups(origin: LogOrigin): EventGroups {
  const { place } = createEventFollower();
  let held: StampedLine[] = [];
  let head: Pick<StreamedEvent, 'level' | 'logger'> = { level: undefined, logger: undefined };
  let isRest = false;
  let startedAt = 0;
  let newestAt = 0;

  const take = (): StreamedEvent[] => {
    if (held.length === 0) return [];
    const event = new StreamedEvent(origin, startedAt, held, head, isRest);
    held = [];
    return [event];
  };

  return {
    push: (lines) => {
      const events: StreamedEvent[] = [];
      for (const line of lines) {
        if (line.at !== undefined) newestAt = line.at + (line.nanoseconds % 1e6) / 1e6;
        const placed = place(line.bytes, line.textFrom, line.bytes.length, line.at ?? 0);
        if (placed.role === 'head') {
          for (const event of take()) events.push(event);
          head = placed;
          isRest = false;
        }
        if (held.length === 0) startedAt = newestAt;
        held.push(line);
      }
      return events;
    },
    flush: () => {
      const events = take();
      if (events.length > 0) isRest = true;
      return events;
    },
    isHolding: () => held.length > 0,
  };
}

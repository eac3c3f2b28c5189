import { type ParsedLine, parseLine } from '../parse-line.ts';
import type { StampedLine } from './stamped-lines.ts';
import { type LogOrigin, StreamedEvent } from './streamed-event.ts';

// A stack trace is written in one go. What a user's code prints later, without a level, is no part of it.
const continuationMs = 1000;

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
  let held: StampedLine[] = [];
  let head: ParsedLine | undefined;
  let isRest = false;
  let startedAt = 0;
  let newestAt = 0;

  const take = (): StreamedEvent[] => {
    if (held.length === 0) return [];
    const event = new StreamedEvent(origin, startedAt, held, head, isRest);
    held = [];
    return [event];
  };
  const begin = (line: StampedLine, parsed: ParsedLine | undefined) => {
    held = [line];
    head = parsed;
    isRest = false;
    startedAt = newestAt;
  };

  return {
    push: (lines) => {
      const events: StreamedEvent[] = [];
      for (const line of lines) {
        const parsed = mayBeHead(line.bytes) ? parseLine(line.bytes.toString()) : undefined;
        const before = newestAt;
        newestAt = line.at ?? before;
        if (parsed === undefined && head !== undefined && newestAt - before < continuationMs) {
          if (held.length === 0) startedAt = newestAt;
          held.push(line);
          continue;
        }
        events.push(...take());
        begin(line, parsed);
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

/** A pattern begins with a date, or with the escape sequence of its colour; JSON with a brace. */
function mayBeHead(bytes: Buffer): boolean {
  const first = bytes[0] ?? 0;
  return (first >= 0x30 && first <= 0x39) || first === 0x7b || first === 0x1b;
}

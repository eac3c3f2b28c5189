import { createEventGroups } from '../../logs/stream/group-events.ts';
import type { StreamedEvent } from '../../logs/stream/streamed-event.ts';
import { createTimestampedLines } from '../../logs/stream/timestamped-lines.ts';
import type { Events } from './print-events.ts';

/** Splits the bytes of one log into events, so that a terminal can show them safely and in colour. */
export function createTerminalLog(): {
  readonly push: (chunk: Uint8Array) => Events;
  readonly end: () => Events;
} {
  const split = createTimestampedLines();
  const groups = createEventGroups({ pod: '', container: '' });
  // Requested timestamps are already part of each line.
  const toEvents = (events: readonly StreamedEvent[]): Events => ({
    kind: 'events',
    events,
    names: 'none',
    timestamps: true,
  });
  return {
    push: (chunk) => toEvents(groups.push(split.push(chunk))),
    end: () => {
      const rest = split.flush();
      return toEvents([...(rest === undefined ? [] : groups.push([rest])), ...groups.flush()]);
    },
  };
}

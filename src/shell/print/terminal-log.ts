import { createEventGroups } from '../../logs/stream/group-events.ts';
import type { StreamedEvent } from '../../logs/stream/streamed-event.ts';
import { createTimestampedLines } from '../../logs/stream/timestamped-lines.ts';
import type { Events } from './print-events.ts';

/** The bytes of one log, for a terminal: taken apart into events, so that they can be made safe and coloured. */
export function createTerminalLog(): {
  readonly push: (chunk: Uint8Array) => Events;
  readonly end: () => Events;
} {
  const split = createTimestampedLines();
  const groups = createEventGroups({ pod: '', container: '' });
  // With times: if they were asked for they are part of the log.
  const toShow = (events: readonly StreamedEvent[]): Events => ({
    kind: 'events',
    events,
    names: 'none',
    timestamps: true,
  });
  return {
    push: (chunk) => toShow(groups.push(split.push(chunk))),
    end: () => {
      const rest = split.flush();
      return toShow([...(rest === undefined ? [] : groups.push([rest])), ...groups.flush()]);
    },
  };
}

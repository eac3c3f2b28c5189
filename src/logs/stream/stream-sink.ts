import type { LogSink } from '../intake/log-intake.ts';
import { createEventGroups } from './group-events.ts';
import { createKnownTimes } from './known-times.ts';
import { type StampedLine, stampedLine } from './stamped-lines.ts';
import type { LogOrigin, StreamedItem } from './streamed-event.ts';

/** A log on its way through: what passes is not kept, and only as much remembered as recognising repeats takes. */
export type StreamSink = LogSink & {
  /** What has come since the last time; without the last event, which may not be complete. */
  readonly take: () => readonly StreamedItem[];
  readonly isEmpty: () => boolean;
  /** The last event is passed on as far as it has come. What still belongs to it comes as its rest. */
  readonly endEvent: () => void;
  /** Whether an event waits for its end. */
  readonly isHolding: () => boolean;
};

export function createStreamSink(origin: LogOrigin, now: () => number = Date.now): StreamSink {
  const groups = createEventGroups(origin);
  const times = createKnownTimes();
  /** Not grouped yet: a chunk's lines at once take less time. */
  let lines: StampedLine[] = [];
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
      lines.push(stampedLine(bytes, from, to, time));
    },
    gap: (cause, at) => {
      group();
      endEvent();
      items.push({ kind: 'mark', origin, at: at ?? newestAt() ?? now(), text: cause });
    },
    chunkTaken: group,
    known: times.newestFirst,
    // A log is only added to: of equal times the first lines are those that were here.
    isSame: () => true,
    take: () => {
      const taken = items;
      items = [];
      return taken;
    },
    isEmpty: () => items.length === 0,
    endEvent,
    isHolding: groups.isHolding,
  };
}

import type { LineRole, LogLevel } from '../log-store.ts';
import { classifyLine } from './classify-line.ts';

/** A line's role in its event, derived from the line and the previous lines. */
export type EventLine = {
  readonly role: Exclude<LineRole, 'gap'>;
  /** The level of the event. */
  readonly level: LogLevel | undefined;
  readonly logger: string | undefined;
};

// A logger writes all lines of an event within this time. Later output without a level is a separate event.
const eventMs = 1000;
/** Maximum number of lines in one event. Even stack traces with nested causes are shorter. */
const maxEventLines = 10_000;

const headWithoutLevel: EventLine = { role: 'head', level: undefined, logger: undefined };

export type EventTracker = {
  /** Adds the next line of a log and returns its role. `at` is the kubelet's time, epoch ms, or 0 if unknown. */
  readonly next: (bytes: Buffer, from: number, to: number, at: number) => EventLine;
  /** Reports missing lines: the next line starts a new event. */
  readonly interrupt: () => void;
};

export function createEventTracker(): EventTracker {
  let head: EventLine | undefined;
  let headAt = 0;
  let lastAt = 0;
  let eventLines = 0;
  // Reuses one object per role of the event instead of allocating one per line.
  let linesByRole: { [Role in EventLine['role']]?: EventLine } = {};

  const withRole = (role: EventLine['role']): EventLine => {
    const known = linesByRole[role];
    if (known !== undefined) return known;
    const line = { role, level: head?.level, logger: head?.logger };
    linesByRole[role] = line;
    return line;
  };
  const begin = (newHead: EventLine, at: number) => {
    head = newHead;
    headAt = at;
    eventLines = 1;
    linesByRole = {};
    return newHead;
  };

  const next: EventTracker['next'] = (bytes, from, to, at) => {
    const line = classifyLine(bytes, from, to);
    const gapMs = at - lastAt;
    lastAt = at;
    eventLines += 1;
    if (line.kind === 'logged') return begin({ role: 'head', level: line.level, logger: line.logger }, at);
    // Stack frames belong to the previous line, even if no logger wrote that line.
    const isOpen = head !== undefined && eventLines <= maxEventLines;
    if (isOpen && (line.kind === 'frame' || line.kind === 'cause') && gapMs < eventMs) {
      return withRole(line.kind);
    }
    const isInEvent = isOpen && head?.level !== undefined && at - headAt < eventMs;
    if (isInEvent && line.kind === 'exception') return withRole('cause');
    if (isInEvent && line.kind !== 'standalone') return withRole('text');
    return begin(headWithoutLevel, at);
  };
  return {
    next,
    interrupt: () => {
      head = undefined;
    },
  };
}

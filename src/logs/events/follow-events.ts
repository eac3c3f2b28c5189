import type { LineRole, LogLevel } from '../log-store.ts';
import { classifyLine } from './classify-line.ts';

/** What a line is, once it is known what came before it. */
export type PlacedLine = {
  readonly role: Exclude<LineRole, 'gap'>;
  /** Of its event. */
  readonly level: LogLevel | undefined;
  readonly logger: string | undefined;
};

// A logger writes an event in one go. What a user's code prints later, without a level, is no part of it.
const eventMs = 1000;
/** No stack trace is longer, nested causes and all. What is comes from somebody who prints a lot. */
const mostLines = 10_000;

const printed: PlacedLine = { role: 'head', level: undefined, logger: undefined };

export type EventFollower = {
  /** The next line of a log. `at` is the kubelet's time, epoch ms, 0 if it has none. */
  readonly place: (bytes: Buffer, from: number, to: number, at: number) => PlacedLine;
  /** Lines are missing: what comes next continues nothing. */
  readonly interrupt: () => void;
};

export function createEventFollower(): EventFollower {
  let head: PlacedLine | undefined;
  let headAt = 0;
  let lastAt = 0;
  let linesOfEvent = 0;
  // One object for each role of the event, and not for each of its lines.
  let places: { [Role in PlacedLine['role']]?: PlacedLine } = {};

  const placed = (role: PlacedLine['role']): PlacedLine => {
    const known = places[role];
    if (known !== undefined) return known;
    const place = { role, level: head?.level, logger: head?.logger };
    places[role] = place;
    return place;
  };
  const begin = (next: PlacedLine, at: number) => {
    head = next;
    headAt = at;
    linesOfEvent = 1;
    places = {};
    return next;
  };

  const place: EventFollower['place'] = (bytes, from, to, at) => {
    const line = classifyLine(bytes, from, to);
    const sinceLastMs = at - lastAt;
    lastAt = at;
    linesOfEvent += 1;
    if (line.looks === 'logged') return begin({ role: 'head', level: line.level, logger: line.logger }, at);
    // Whoever printed an exception's first line, its frames are of it.
    const isOpen = head !== undefined && linesOfEvent <= mostLines;
    if (isOpen && (line.looks === 'frame' || line.looks === 'cause') && sinceLastMs < eventMs) {
      return placed(line.looks);
    }
    const isInEvent = isOpen && head?.level !== undefined && at - headAt < eventMs;
    if (isInEvent && line.looks === 'exception') return placed('cause');
    if (isInEvent && line.looks !== 'own') return placed('text');
    return begin(printed, at);
  };
  return {
    place,
    interrupt: () => {
      head = undefined;
    },
  };
}

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

const printed: PlacedLine = { role: 'head', level: undefined, logger: undefined };

/** Reads a log's lines one after the other. `at` is the kubelet's time, epoch ms, 0 if a line has none. */
export function createEventFollower(): (bytes: Buffer, from: number, to: number, at: number) => PlacedLine {
  let head: PlacedLine | undefined;
  let headAt = 0;
  let lastAt = 0;
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
    places = {};
    return next;
  };

  return (bytes, from, to, at) => {
    const line = classifyLine(bytes, from, to);
    const sinceLastMs = at - lastAt;
    lastAt = at;
    if (line.looks === 'logged') return begin({ role: 'head', level: line.level, logger: line.logger }, at);
    // Whoever printed an exception's first line, its frames are of it.
    if (head !== undefined && (line.looks === 'frame' || line.looks === 'cause') && sinceLastMs < eventMs) {
      return placed(line.looks);
    }
    const isInEvent = head?.level !== undefined && at - headAt < eventMs;
    if (isInEvent && line.looks === 'exception') return placed('cause');
    if (isInEvent && line.looks !== 'own') return placed('text');
    return begin(printed, at);
  };
}

import type { LogLevel } from '../log-store.ts';
import type { ParsedLine } from '../parse-line.ts';
import type { StampedLine } from './stamped-lines.ts';

/** Whose log it is. */
export type LogOrigin = { readonly pod: string; readonly container: string };

/** What a logger wrote with one call, or a line of its own, on its way through. */
export class StreamedEvent {
  readonly kind = 'event';
  readonly origin: LogOrigin;
  /** By the kubelet, epoch ms; an event without a time has that of the one before it. */
  readonly at: number;
  /** Never empty; the first one is the head. */
  readonly lines: readonly StampedLine[];
  /** The head taken apart; undefined for what no logger wrote. */
  readonly head: ParsedLine | undefined;
  /** The lines are the rest of the event before, which was passed on when nothing more seemed to come; the head is its. */
  readonly isRest: boolean;

  constructor(
    origin: LogOrigin,
    at: number,
    lines: readonly StampedLine[],
    head: ParsedLine | undefined,
    isRest: boolean,
  ) {
    this.origin = origin;
    this.at = at;
    this.lines = lines;
    this.head = head;
    this.isRest = isRest;
  }

  get level(): LogLevel | undefined {
    return this.head?.level;
  }

  get logger(): string | undefined {
    return this.head?.logger;
  }

  /** All its lines, joined by line feeds: decoded only where somebody looks. */
  get text(): string {
    return this.lines.map(({ bytes }) => bytes.toString()).join('\n');
  }
}

/** Not of the log, but about it: lines are missing here, or may be; the container was started again. */
export type StreamedMark = {
  readonly kind: 'mark';
  readonly origin: LogOrigin;
  readonly at: number;
  readonly text: string;
};

export type StreamedItem = StreamedEvent | StreamedMark;

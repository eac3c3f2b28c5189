import type { LogLevel } from '../log-store.ts';
import type { StampedLine } from './stamped-lines.ts';

/** Whose log it is. */
export type LogOrigin = { readonly pod: string; readonly container: string };

/** What a line's event is, by its head. */
type EventKind = { readonly level: LogLevel | undefined; readonly logger: string | undefined };

/** What a logger wrote with one call, or a line of its own, on its way through. */
export class StreamedEvent {
  readonly kind = 'event';
  readonly origin: LogOrigin;
  /** By the kubelet, epoch ms with a fraction; an event without a time has that of the one before it. */
  readonly at: number;
  /** Never empty; the first one is the head. */
  readonly lines: readonly StampedLine[];
  /** undefined for what no logger wrote. */
  readonly level: LogLevel | undefined;
  readonly logger: string | undefined;
  /** The lines are the rest of the event before, which was passed on when nothing more seemed to come. */
  readonly isRest: boolean;

  constructor(
    origin: LogOrigin,
    at: number,
    lines: readonly StampedLine[],
    { level, logger }: EventKind,
    isRest: boolean,
  ) {
    this.origin = origin;
    this.at = at;
    this.lines = lines;
    this.level = level;
    this.logger = logger;
    this.isRest = isRest;
  }

  /** All its lines, joined by line feeds: decoded only where somebody looks. */
  get text(): string {
    return this.lines.map(({ bytes, textFrom }) => bytes.toString('utf8', textFrom)).join('\n');
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

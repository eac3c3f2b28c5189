import type { LogLevel } from '../log-store.ts';
import type { TimestampedLine } from './timestamped-lines.ts';

/** The container that wrote the log. */
export type LogOrigin = { readonly pod: string; readonly container: string };

/** Level and logger of an event, from its head. */
type EventKind = { readonly level: LogLevel | undefined; readonly logger: string | undefined };

/** One log event of a stream: a logger call, or a line of other output. */
export class StreamedEvent {
  readonly kind = 'event';
  readonly origin: LogOrigin;
  /** The kubelet's time, epoch ms with a fraction. A line without a timestamp has the time of the previous line. */
  readonly at: number;
  /** Never empty. The first line is the head, except in a continuation. */
  readonly lines: readonly TimestampedLine[];
  /** undefined if no logger wrote the event. */
  readonly level: LogLevel | undefined;
  readonly logger: string | undefined;
  /** Whether the lines continue the previous event, which was emitted before it was complete. */
  readonly isContinuation: boolean;

  constructor(
    origin: LogOrigin,
    at: number,
    lines: readonly TimestampedLine[],
    { level, logger }: EventKind,
    isContinuation: boolean,
  ) {
    this.origin = origin;
    this.at = at;
    this.lines = lines;
    this.level = level;
    this.logger = logger;
    this.isContinuation = isContinuation;
  }

  /** All lines, joined by line feeds. Decoded on demand. */
  get text(): string {
    return this.lines.map(({ bytes, textFrom }) => bytes.toString('utf8', textFrom)).join('\n');
  }
}

/** A note about the log, for example that lines may be missing or that the container restarted. */
export type StreamedMarker = {
  readonly kind: 'marker';
  readonly origin: LogOrigin;
  readonly at: number;
  readonly text: string;
};

export type StreamedItem = StreamedEvent | StreamedMarker;

import { parseLogLine } from '../../logs/parse-log-line.ts';
import type { StreamedEvent } from '../../logs/stream/streamed-event.ts';
import type { TimestampedLine } from '../../logs/stream/timestamped-lines.ts';

/** Converts a log event to JSON data. Missing values are null. */
export function eventData({ origin, lines, level, logger, at, isContinuation }: StreamedEvent): unknown {
  const [first = '', ...stack] = lines.map(textOf);
  const head = level === undefined || isContinuation ? undefined : parseLogLine(first);
  const stamp = lines[0] === undefined ? '' : lines[0].bytes.toString('latin1', 0, lines[0].textFrom).trimEnd();
  return {
    at: stamp === '' ? new Date(at).toISOString() : stamp,
    pod: origin.pod,
    container: origin.container,
    level: level ?? null,
    logger: logger ?? null,
    thread: head?.thread ?? null,
    message: head?.message ?? first,
    stack,
    job: head?.jobId ?? null,
  };
}

function textOf({ bytes, textFrom }: TimestampedLine): string {
  return bytes.toString('utf8', textFrom).replace(/\r$/, '');
}

import { readLineHead } from './events/line-pattern.ts';
import { parseJsonLine } from './parse-json-line.ts';
import type { ParsedLine } from './parsed-line.ts';

/** Matches the NDC, the source and the MDC before the message. Layouts with %X{flink-job-id} write an MDC. */
const contextAndMessage = /^ *((?:\[[^\]]*\] *|<[^>]*> *|\{[^}]*\} *|[0-9a-f]{32} *)*)- ?(.*)$/s;
const jobId = /\b[0-9a-f]{32}\b/;

/** Parses the first line of an event; undefined if no logger wrote the line. */
export function parseLogLine(text: string): ParsedLine | undefined {
  if (text.charCodeAt(0) === 0x7b) return parseJsonLine(text);
  const head = readLineHead(text);
  if (head === undefined) return undefined;
  const rest = text.slice(head.length);
  const [, contextText = '', message = rest.trimStart()] = contextAndMessage.exec(rest) ?? [];
  const context = contextText.trim();
  return {
    layout: head.time[19] === ',' ? 'log4j' : 'logback',
    time: head.time,
    level: head.level,
    logger: head.logger ?? '',
    thread: head.thread,
    context: context === '' || context === '[]' ? undefined : context,
    message,
    jobId: jobId.exec(context)?.[0],
  };
}

import { readLineHead } from './events/line-pattern.ts';
import { parseJsonLine } from './parse-json-line.ts';
import type { ParsedLine } from './parsed-line.ts';

/** The NDC or the source in brackets, an MDC before or after it where somebody has added %X{flink-job-id}. */
const contextAndMessage = /^ *((?:\[[^\]]*\] *|<[^>]*> *|\{[^}]*\} *|[0-9a-f]{32} *)*)- ?(.*)$/s;
const jobId = /\b[0-9a-f]{32}\b/;

/** A head line taken apart; undefined for what no logger wrote. */
export function parseLogLine(text: string): ParsedLine | undefined {
  if (text.charCodeAt(0) === 0x7b) return parseJsonLine(text);
  const head = readLineHead(text);
  if (head === undefined) return undefined;
  const rest = text.slice(head.length);
  const [, printed = '', message = rest.trimStart()] = contextAndMessage.exec(rest) ?? [];
  const context = printed.trim();
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

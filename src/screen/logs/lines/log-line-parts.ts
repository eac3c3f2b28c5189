import { readLineHead } from '../../../logs/events/line-pattern.ts';
import { shortMessage } from '../../../logs/events/short-message.ts';
import { isUserFrame } from '../../../logs/exceptions/frame-origin.ts';
import type { LogLevel, LogLine } from '../../../logs/log-store.ts';
import { parseLogLine } from '../../../logs/parse-log-line.ts';
import type { ParsedLine } from '../../../logs/parsed-line.ts';
import type { JobTints } from '../../state/job-tint.ts';
import type { LogsState } from '../../state/logs/logs-state.ts';
import type { Token } from '../../theme/theme.ts';
import { fullLineText } from './full-line-text.ts';
import { type IdStyle, idParts } from './id-parts.ts';
import { type LinePart, markMatches } from './line-parts.ts';
import { shownTime } from './shown-time.ts';

export type LineFormat = Pick<LogsState, 'time' | 'hidden' | 'isWrapped'> & {
  readonly now: number;
  /** Colours of the jobs that Flink lists. */
  readonly jobs: JobTints;
  readonly pattern: RegExp | undefined;
  /** Number of characters of the message to read. Without a limit, a line of 1 MB would be slow. */
  readonly maxCharacters: number;
};

export const levelTokens: { readonly [Level in LogLevel]: Token } = {
  TRACE: 'log.debug',
  DEBUG: 'log.debug',
  INFO: 'muted',
  WARN: 'log.warn',
  ERROR: 'log.error',
  FATAL: 'log.error',
};

/** Limit for time, level, thread, logger and context of a line. */
const maxHeadCharacters = 1024;
const flinkLogger = /^o(?:rg)?\.a(?:pache)?\.f(?:link)?\./;
const exceptionLine = /^(?:Exception in thread "|(?:[a-z_][\w$]*\.)+[A-Z][\w$.]*(?:: |:?$))/;

/**
 * Returns the parts of a line for display. An unwrapped head has the same columns in every log layout, but a wrapped
 * line keeps its original text.
 */
export function logLineParts(line: LogLine, logger: string | undefined, format: LineFormat): readonly LinePart[] {
  if (line.kind === 'gap') return [{ text: `┄┄ ${line.reason} ┄┄`, token: 'log.gap' }];
  const { pattern } = format;
  const { long, short } = partsOf(line, logger, format);
  if (pattern === undefined) return short ?? long;
  const marked = markMatches(long, pattern);
  // A match that the short form hides is shown in the long one.
  return marked === undefined ? (short ?? long) : ((short && markMatches(short, pattern)) ?? marked);
}

type Forms = { readonly long: readonly LinePart[]; readonly short?: readonly LinePart[] | undefined };
type WrittenLine = Extract<LogLine, { kind: 'line' }>;

function partsOf(line: WrittenLine, logger: string | undefined, format: LineFormat): Forms {
  const whole = fullLineText(line);
  const text = whole.startsWith('{') ? whole : whole.slice(0, format.maxCharacters + maxHeadCharacters);
  const parsed = line.role === 'head' && !format.isWrapped ? parseLogLine(text) : undefined;
  const time = line.role === 'head' ? timeParts(line, parsed, format) : [];
  if (parsed !== undefined) return headForms(parsed, time, format);
  return { long: [...time, ...originalParts({ ...line, text }, logger, format)] };
}

function timeParts({ at }: WrittenLine, parsed: ParsedLine | undefined, format: LineFormat): readonly LinePart[] {
  if (format.hidden.includes('time')) return [];
  if (format.time === 'written' && parsed === undefined) return [];
  const time = shownTime(format.time, { at, written: parsed?.time, now: format.now });
  if (time === '') return [];
  return [{ text: `${time} `, source: format.time === 'written' ? `${parsed?.time} ` : '', token: 'log.time' }];
}

function headForms(parsed: ParsedLine, time: readonly LinePart[], format: LineFormat): Forms {
  const { level, logger, context } = parsed;
  const message = parsed.message.slice(0, format.maxCharacters);
  const ids = idStyle(messageToken(level), logger, format);
  const head: readonly LinePart[] = [
    ...time,
    ...(format.hidden.includes('level') ? [] : [{ text: `${level.padEnd(5)} `, token: levelTokens[level] }]),
    ...(format.hidden.includes('logger') || logger === '' ? [] : [loggerPart(logger)]),
    ...(context === undefined ? [] : idParts(`${context} `, { ...ids, token: 'log.logger' })),
  ];
  const short = shortMessage(logger, message);
  return {
    long: [...head, ...idParts(message, ids)],
    short: short === undefined ? undefined : [...head, ...idParts(short, ids)],
  };
}

function loggerPart(logger: string): LinePart {
  return { text: `${logger.slice(logger.lastIndexOf('.') + 1)} - `, source: `${logger} - `, token: 'log.logger' };
}

/** Returns the parts of a line with its original text. Ids are shortened unless the lines are wrapped. */
function originalParts(
  { role, level, text }: WrittenLine,
  logger: string | undefined,
  format: LineFormat,
): readonly LinePart[] {
  const token = textToken({ role, level, text });
  if (role === 'frame' || level === undefined) return [{ text, token }];
  const ids = idStyle(token, logger, format);
  if (role !== 'head') return idParts(text, ids);
  return [...originalHead(text), ...idParts(text.slice(readLineHead(text)?.length ?? 0), ids)];
}

/** Returns the token of a line, or of the message of a line that a logger wrote. */
export function textToken({ role, level, text }: Pick<WrittenLine, 'role' | 'level' | 'text'>): Token | undefined {
  if (role === 'frame') return isUserFrame(text) ? undefined : 'log.frame';
  if (role === 'cause') return 'log.exception';
  if (level === undefined) return role === 'head' && exceptionLine.test(text) ? 'log.exception' : undefined;
  return messageToken(level);
}

/** Returns the parts before the message of a line in a pattern layout; none for JSON. */
function originalHead(text: string): readonly LinePart[] {
  const head = readLineHead(text);
  if (head === undefined) return [];
  const { time, level, logger, length } = head;
  const timeEnd = text.indexOf(time) + time.length;
  const loggerStart = logger === undefined ? length : text.lastIndexOf(logger, length - logger.length);
  const levelStart = text.lastIndexOf(level, loggerStart - level.length);
  return [
    { text: text.slice(0, timeEnd), token: 'log.time' },
    { text: text.slice(timeEnd, levelStart), token: 'log.logger' },
    { text: level, token: levelTokens[level] },
    { text: text.slice(levelStart + level.length, length), token: 'log.logger' },
  ];
}

function idStyle(token: Token | undefined, logger: string | undefined, format: LineFormat): IdStyle {
  const isFlink = logger !== undefined && flinkLogger.test(logger);
  return { token, jobs: format.jobs, isFlink, isShortened: !format.isWrapped };
}

function messageToken(level: LogLevel): Token | undefined {
  return level === 'DEBUG' || level === 'TRACE' ? 'log.debug' : undefined;
}

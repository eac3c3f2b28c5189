import type { LogLine } from '../../../logs/log-store.ts';
import { parseLogLine } from '../../../logs/parse-log-line.ts';
import type { ParsedLine } from '../../../logs/parsed-line.ts';
import { formatAge } from '../../draw/age.ts';
import type { LogsState, TimeFormat } from '../../state/logs/logs-state.ts';
import { fullLineText } from './full-line-text.ts';

export type LineFormat = Pick<LogsState, 'time' | 'hidden' | 'isWrapped'>;

/**
 * Formats a line for display. An unwrapped head has the same columns in every log layout, but a wrapped line keeps its
 * original text.
 */
export function logLineText(line: LogLine, { time, hidden, isWrapped }: LineFormat, now: number): string {
  if (line.kind === 'gap') return `┄┄ ${line.reason} ┄┄`;
  const text = fullLineText(line);
  const isHead = line.role === 'head';
  const parsed = isHead && !isWrapped ? parseLogLine(text) : undefined;
  const shownTime =
    hidden.includes('time') || !isHead
      ? ''
      : time !== 'written'
        ? kubeletTime(line.at, time, now)
        : parsed === undefined
          ? ''
          : writtenTime(parsed, line.at, now);
  if (parsed === undefined) return shownTime === '' ? text : `${shownTime} ${text}`;
  const columns = [
    shownTime,
    hidden.includes('level') ? '' : parsed.level.padEnd(5),
    hidden.includes('logger') || parsed.logger === ''
      ? ''
      : `${parsed.logger.slice(parsed.logger.lastIndexOf('.') + 1)} -`,
    parsed.context === undefined ? '' : parsed.context,
    parsed.message,
  ];
  return columns.filter((column) => column !== '').join(' ');
}

/** Returns the time of day that the logger wrote, or the kubelet's time if a JSON layout writes a number. */
function writtenTime({ time }: ParsedLine, at: number | undefined, now: number): string {
  return /\d\d:\d\d:\d\d/.exec(time)?.[0] ?? kubeletTime(at, 'utc', now).slice(0, 8);
}

function kubeletTime(at: number | undefined, format: Exclude<TimeFormat, 'written'>, now: number): string {
  if (at === undefined) return format === 'relative' ? '      ' : '';
  switch (format) {
    case 'utc':
      return new Date(at).toISOString().slice(11);
    case 'local':
      return localTime(new Date(at));
    case 'relative':
      return formatAge(now - at).padStart(6);
    case 'kubelet':
      return new Date(at).toISOString();
  }
}

function localTime(date: Date): string {
  const twoDigits = (number: number) => String(number).padStart(2, '0');
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}.${milliseconds}`;
}

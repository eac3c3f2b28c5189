import { parseDuration } from '../text/duration.ts';

const timePattern = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,3}))?)?$/;
const datePattern = /^(\d{4}-\d\d-\d\d)[T ](\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?$/;

/**
 * Parses a time as epoch ms: `14:05` and `14:05:30` (the most recent occurrence), `-10m` (relative to `now`), or a date
 * with a time. Times without a zone are in `zone`.
 */
export function parseMoment(text: string, now: number, zone: 'utc' | 'local' = 'utc'): number | undefined {
  const input = text.trim();
  if (input.startsWith('-')) {
    const ago = parseDuration(input.slice(1));
    return ago === undefined ? undefined : now - ago;
  }
  const dateAndTime = datePattern.exec(input);
  if (dateAndTime !== null) {
    const [, day, time = '', ownZone] = dateAndTime;
    const at = Date.parse(`${day}T${time.padStart(5, '0').replace(',', '.')}${ownZone ?? (zone === 'utc' ? 'Z' : '')}`);
    return Number.isNaN(at) ? undefined : at;
  }
  const match = timePattern.exec(input);
  return match === null ? undefined : lastTimeOf(match, now, zone);
}

function lastTimeOf(match: RegExpExecArray, now: number, zone: 'utc' | 'local'): number | undefined {
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1, 4).map((part) => Number(part ?? 0));
  const milliseconds = Number((match[4] ?? '').padEnd(3, '0'));
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const day = new Date(now);
  const setTime = (date: Date) =>
    zone === 'utc'
      ? date.setUTCHours(hours, minutes, seconds, milliseconds)
      : date.setHours(hours, minutes, seconds, milliseconds);
  const today = setTime(day);
  if (today <= now) return today;
  if (zone === 'utc') day.setUTCDate(day.getUTCDate() - 1);
  else day.setDate(day.getDate() - 1);
  return setTime(day);
}

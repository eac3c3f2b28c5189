import { parseDuration } from '../text/duration.ts';

const clock = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,3}))?)?$/;
const dated = /^(\d{4}-\d\d-\d\d)[T ](\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?$/;

/**
 * A point in time as it is typed: `14:05` and `14:05:30` (the last time it was that late before `now`), `-10m` (so long
 * ago), or a date with it. In UTC unless `zone` is `local` or it says its own. Epoch ms; undefined for anything else.
 */
export function parseMoment(text: string, now: number, zone: 'utc' | 'local' = 'utc'): number | undefined {
  const word = text.trim();
  if (word.startsWith('-')) {
    const ago = parseDuration(word.slice(1));
    return ago === undefined ? undefined : now - ago;
  }
  const whole = dated.exec(word);
  if (whole !== null) {
    const [, day, time = '', own] = whole;
    const at = Date.parse(`${day}T${time.padStart(5, '0').replace(',', '.')}${own ?? (zone === 'utc' ? 'Z' : '')}`);
    return Number.isNaN(at) ? undefined : at;
  }
  const match = clock.exec(word);
  return match === null ? undefined : lastTimeOf(match, now, zone);
}

function lastTimeOf(match: RegExpExecArray, now: number, zone: 'utc' | 'local'): number | undefined {
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1, 4).map((part) => Number(part ?? 0));
  const milliseconds = Number((match[4] ?? '').padEnd(3, '0'));
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const day = new Date(now);
  const set = (date: Date) =>
    zone === 'utc'
      ? date.setUTCHours(hours, minutes, seconds, milliseconds)
      : date.setHours(hours, minutes, seconds, milliseconds);
  const today = set(day);
  if (today <= now) return today;
  if (zone === 'utc') day.setUTCDate(day.getUTCDate() - 1);
  else day.setDate(day.getDate() - 1);
  return set(day);
}

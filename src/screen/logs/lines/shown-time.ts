import { formatAge } from '../../draw/age.ts';
import type { TimeFormat } from '../../state/logs/logs-state.ts';

type LineTimes = {
  /** The kubelet's time, epoch ms. */
  readonly at: number | undefined;
  /** The time as the logger wrote it. */
  readonly written: string | undefined;
  readonly now: number;
};

/** Formats the time of a line. Empty if the kubelet's time is needed but unknown. */
export function shownTime(format: TimeFormat, { at, written, now }: LineTimes): string {
  if (format !== 'written') return kubeletTime(at, format, now);
  // A JSON layout may write the time as a number.
  return /\d\d:\d\d:\d\d/.exec(written ?? '')?.[0] ?? kubeletTime(at, 'utc', now).slice(0, 8);
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

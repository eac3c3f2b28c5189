const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

const whole = (milliseconds: number, unit: number) => Math.floor(milliseconds / unit);

/** How long ago a moment was, in the words of kubectl's AGE column: `90s`, `5m12s`, `3h7m`, `2d4h`. */
export function age(moment: string | undefined, now = Date.now()): string {
  const at = Date.parse(moment ?? '');
  return Number.isNaN(at) ? '<unknown>' : humanDuration(Math.max(0, now - at));
}

function humanDuration(elapsed: number): string {
  if (elapsed < 2 * minute) return `${whole(elapsed, second)}s`;
  if (elapsed < 10 * minute) return twoUnits(elapsed, minute, 'm', second, 's');
  if (elapsed < 3 * hour) return `${whole(elapsed, minute)}m`;
  if (elapsed < 8 * hour) return twoUnits(elapsed, hour, 'h', minute, 'm');
  if (elapsed < 2 * day) return `${whole(elapsed, hour)}h`;
  if (elapsed < 8 * day) return twoUnits(elapsed, day, 'd', hour, 'h');
  if (elapsed < 2 * year) return `${whole(elapsed, day)}d`;
  if (elapsed < 8 * year) return twoUnits(elapsed, year, 'y', day, 'd');
  return `${whole(elapsed, year)}y`;
}

function twoUnits(elapsed: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = whole(elapsed % large, small);
  return `${whole(elapsed, large)}${largeName}${rest === 0 ? '' : `${rest}${smallName}`}`;
}

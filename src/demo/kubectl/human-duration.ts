const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

const countUnits = (milliseconds: number, unit: number) => Math.floor(milliseconds / unit);

/** How long ago a moment was, in the words of kubectl's AGE column: `90s`, `5m12s`, `3h7m`, `2d4h`. */
export function formatAge(moment: string | undefined, now = Date.now()): string {
  const at = Date.parse(moment ?? '');
  return Number.isNaN(at) ? '<unknown>' : formatDuration(Math.max(0, now - at));
}

function formatDuration(elapsed: number): string {
  if (elapsed < 2 * minute) return `${countUnits(elapsed, second)}s`;
  if (elapsed < 10 * minute) return formatTwoUnits(elapsed, minute, 'm', second, 's');
  if (elapsed < 3 * hour) return `${countUnits(elapsed, minute)}m`;
  if (elapsed < 8 * hour) return formatTwoUnits(elapsed, hour, 'h', minute, 'm');
  if (elapsed < 2 * day) return `${countUnits(elapsed, hour)}h`;
  if (elapsed < 8 * day) return formatTwoUnits(elapsed, day, 'd', hour, 'h');
  if (elapsed < 2 * year) return `${countUnits(elapsed, day)}d`;
  if (elapsed < 8 * year) return formatTwoUnits(elapsed, year, 'y', day, 'd');
  return `${countUnits(elapsed, year)}y`;
}

function formatTwoUnits(elapsed: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = countUnits(elapsed % large, small);
  return `${countUnits(elapsed, large)}${largeName}${rest === 0 ? '' : `${rest}${smallName}`}`;
}

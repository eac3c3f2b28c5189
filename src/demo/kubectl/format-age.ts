const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

const countUnits = (milliseconds: number, unit: number) => Math.floor(milliseconds / unit);

/** Formats the time since a timestamp as in kubectl's AGE column: `90s`, `5m12s`, `3h7m`, `2d4h`. */
export function formatKubectlAge(timestamp: string | undefined, now = Date.now()): string {
  const timestampMs = Date.parse(timestamp ?? '');
  return Number.isNaN(timestampMs) ? '<unknown>' : formatDuration(Math.max(0, now - timestampMs));
}

/** Rounds like HumanDuration in k8s.io/apimachinery/pkg/util/duration. */
function formatDuration(elapsedMs: number): string {
  if (elapsedMs < 2 * minute) return `${countUnits(elapsedMs, second)}s`;
  if (elapsedMs < 10 * minute) return formatTwoUnits(elapsedMs, minute, 'm', second, 's');
  if (elapsedMs < 3 * hour) return `${countUnits(elapsedMs, minute)}m`;
  if (elapsedMs < 8 * hour) return formatTwoUnits(elapsedMs, hour, 'h', minute, 'm');
  if (elapsedMs < 2 * day) return `${countUnits(elapsedMs, hour)}h`;
  if (elapsedMs < 8 * day) return formatTwoUnits(elapsedMs, day, 'd', hour, 'h');
  if (elapsedMs < 2 * year) return `${countUnits(elapsedMs, day)}d`;
  if (elapsedMs < 8 * year) return formatTwoUnits(elapsedMs, year, 'y', day, 'd');
  return `${countUnits(elapsedMs, year)}y`;
}

function formatTwoUnits(elapsedMs: number, large: number, largeName: string, small: number, smallName: string): string {
  const remainder = countUnits(elapsedMs % large, small);
  return `${countUnits(elapsedMs, large)}${largeName}${remainder === 0 ? '' : `${remainder}${smallName}`}`;
}

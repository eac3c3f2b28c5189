const mebibyte = 2 ** 20;

/** Formats a size in MiB, so that two sizes compare at a glance: `998 MiB`. */
export const inMebibytes = (bytes: number): string => `${Math.round(bytes / mebibyte)} MiB`;

/** `998 of 1000 MiB` */
export const usedOf = (used: number, max: number): string =>
  `${Math.round(used / mebibyte)} of ${Math.round(max / mebibyte)} MiB`;

/** `+61 MiB/min`, `-3 MiB/min`, `0`; with one decimal below 10 MiB. */
export function slopeText(perMinute: number): string {
  const value = perMinute / mebibyte;
  const digits = Math.abs(value) < 9.95 ? value.toFixed(1) : String(Math.round(value));
  if (Number(digits) === 0) return '0 MiB/min';
  return `${value > 0 ? '+' : ''}${digits} MiB/min`;
}

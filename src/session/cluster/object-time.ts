/**
 * Returns the epoch ms of a timestamp. The Kubernetes client's types declare a Date, but the JSON contains RFC 3339
 * text.
 */
export function timeOf(value: Date | string | undefined | null): number | undefined {
  if (value === undefined || value === null) return undefined;
  const time = new Date(value).getTime();
  return Number.isNaN(time) ? undefined : time;
}

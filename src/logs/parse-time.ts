/** A line that the kubelet put a time before: RFC 3339 with nanoseconds, in whatever zone its node has. */
const prefix = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?/;

export type TimedText = { readonly at: number | undefined; readonly text: string };

/** Takes the kubelet's time off a line. A line without one comes back whole, with no time. */
export function parseTime(line: string): TimedText {
  const match = prefix.exec(line);
  if (match === null) return { at: undefined, text: line };
  const [all, second, fraction = '', zone] = match;
  const at = Date.parse(`${second}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`);
  return Number.isNaN(at) ? { at: undefined, text: line } : { at, text: line.slice(all.length) };
}

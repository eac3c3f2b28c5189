/** RFC 3339 with nanoseconds, in whatever zone the node has. */
const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;
const blank = 32;
const longestStamp = 35;

let knownSecond = '';
let knownAt = 0;

/** The kubelet's time before a line, to be followed by a blank; undefined if there is none. */
export function readStamp(bytes: Buffer): { readonly at: number; readonly text: string } | undefined {
  const end = bytes.subarray(0, longestStamp + 1).indexOf(blank);
  if (end === -1) return undefined;
  const text = bytes.toString('latin1', 0, end);
  const [, second, fraction = '', zone] = pattern.exec(text) ?? [];
  if (second === undefined || zone === undefined) return undefined;
  // Lines come thousands a second.
  if (knownSecond !== second + zone) {
    knownSecond = second + zone;
    knownAt = Date.parse(knownSecond);
  }
  return Number.isNaN(knownAt) ? undefined : { at: knownAt + Number(`0.${fraction}`) * 1000, text };
}

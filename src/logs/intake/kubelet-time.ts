/** Parser of the kubelet's timestamp before a line. One object is reused for all lines, to avoid allocations. */
export type KubeletTime = {
  /** Parses the timestamp at the start of these bytes; false if there is none. The getters below return the result. */
  readonly read: (bytes: Uint8Array, from: number, to: number) => boolean;
  /** Epoch ms. */
  readonly at: () => number;
  /** Nanoseconds within the second. */
  readonly nanoseconds: () => number;
  /** Length of the timestamp in bytes, with the space after it. */
  readonly length: () => number;
};

const dash = 0x2d;
const plus = 0x2b;
const dot = 0x2e;
const colon = 0x3a;
const space = 0x20;
/** `2026-11-23T23:20:42` */
const secondLength = 19;

/** Parses RFC 3339 with up to nine fraction digits in any time zone, without allocations. */
export function createKubeletTime(): KubeletTime {
  let at = 0;
  let nanoseconds = 0;
  let length = 0;
  let date = Number.NaN;
  let midnight = Number.NaN;

  /** Caches the date, because almost all consecutive lines have the same one. */
  const dayOf = (year: number, month: number, day: number): number => {
    const next = year * 1e4 + month * 100 + day;
    if (next !== date) midnight = utcDay(year, month, day);
    date = next;
    return midnight;
  };
  const read: KubeletTime['read'] = (bytes, from, to) => {
    if (to - from <= secondLength || bytes[from + 10] !== 0x54 || bytes[from + 4] !== dash) return false;
    const day = dayOf(digits(bytes, from, 4), digits(bytes, from + 5, 2), digits(bytes, from + 8, 2));
    const hours = digits(bytes, from + 11, 2);
    const minutes = digits(bytes, from + 14, 2);
    const seconds = digits(bytes, from + 17, 2);
    if (bytes[from + 7] !== dash || bytes[from + 13] !== colon || bytes[from + 16] !== colon) return false;

    let position = from + secondLength;
    let fraction = 0;
    if (bytes[position] === dot) {
      let scale = 1e9;
      for (position += 1; scale > 1 && isDigit(bytes[position]) && position < to; position += 1) {
        scale /= 10;
        fraction += digits(bytes, position, 1) * scale;
      }
      if (scale === 1e9) return false;
    }
    const zone = bytes[position];
    let offsetMinutes = 0;
    if (zone === plus || zone === dash) {
      if (position + 6 > to || bytes[position + 3] !== colon) return false;
      offsetMinutes = digits(bytes, position + 1, 2) * 60 + digits(bytes, position + 4, 2);
      if (zone === dash) offsetMinutes = -offsetMinutes;
      position += 6;
    } else if (zone === 0x5a && position < to) position += 1;
    else return false;

    const timeMs = day + ((hours * 60 + minutes - offsetMinutes) * 60 + seconds) * 1000;
    if (!(hours < 24 && minutes < 60 && seconds < 61) || Number.isNaN(timeMs)) return false;
    at = timeMs + Math.floor(fraction / 1e6);
    nanoseconds = fraction;
    length = position - from + (position < to && bytes[position] === space ? 1 : 0);
    return true;
  };

  return { read, at: () => at, nanoseconds: () => nanoseconds, length: () => length };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Parses `count` decimal digits; NaN if there is any other character. */
function digits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let position = from; position < from + count; position += 1) {
    const byte = bytes[position];
    value = byte !== undefined && byte >= 0x30 && byte <= 0x39 ? value * 10 + byte - 0x30 : Number.NaN;
  }
  return value;
}

/** Returns the start of the day in epoch ms; NaN for an invalid date. */
function utcDay(year: number, month: number, day: number): number {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? Date.UTC(year, month - 1, day) : Number.NaN;
}

// In a file a gap is a line like any other, and says whose it is.
const sign = '[flink-tui] ';

export function gapBytes(cause: string, at: number): Buffer {
  return Buffer.from(`${new Date(at).toISOString()} ${sign}${cause.replaceAll('\n', ' ')}`);
}

export function gapCause(text: string): string {
  return text.startsWith(sign) ? text.slice(sign.length) : text;
}

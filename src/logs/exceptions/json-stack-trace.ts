/** Start of a stack frame in escaped JSON. Lines without this marker are not parsed. */
const frameMarker = Buffer.from('\\n\\tat ');

/** Returns the lines of the stack trace in any field of a JSON line; empty without a stack trace. */
export function jsonStackTrace(bytes: Buffer, from: number, to: number): readonly string[] {
  const line = bytes.subarray(from, to);
  if (!line.includes(frameMarker)) return [];
  try {
    return (findTrace(JSON.parse(line.toString())) ?? '').split('\n');
  } catch {
    return []; // The line is truncated or is not JSON.
  }
}

function findTrace(value: unknown): string | undefined {
  if (typeof value === 'string') return value.includes('\n\tat ') ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const child of Object.values(value)) {
    const found = findTrace(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

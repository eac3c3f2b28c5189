/** What a stack trace has in JSON, before anything is parsed: a line end, a tab, `at`. */
const sign = Buffer.from('\\n\\tat ');

/** The lines of the stack trace inside a line of JSON, whatever its field is called; none if there is none. */
export function jsonStackTrace(bytes: Buffer, from: number, to: number): readonly string[] {
  const line = bytes.subarray(from, to);
  if (!line.includes(sign)) return [];
  try {
    return (findTrace(JSON.parse(line.toString())) ?? '').split('\n');
  } catch {
    return []; // Not JSON after all, or cut.
  }
}

function findTrace(value: unknown): string | undefined {
  if (typeof value === 'string') return value.includes('\n\tat ') ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const part of Object.values(value)) {
    const found = findTrace(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Formats epoch ms as `2026-11-23T23:20:43Z`, to the second. */
export function utcTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

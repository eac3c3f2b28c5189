const bytes: { readonly [key: string]: string } = {
  up: '\x1b[A',
  down: '\x1b[B',
  enter: '\r',
  space: ' ',
};

/** Returns the bytes with which a terminal sends a key that Ink lists handle; for any other key, its text. */
export function bytesOfKey(key: string): string {
  return bytes[key] ?? (key.length === 1 ? key : '');
}

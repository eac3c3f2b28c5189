const maxLength = 120;

/** Converts external text to a safe file name: no separators, no leading dot, no shell or control characters. */
export function safeFileName(text: string): string {
  const safe = text.replace(/[^\w.-]/g, '_').replace(/^[.-]+/, '_');
  return safe === '' ? '_' : safe.slice(0, maxLength);
}

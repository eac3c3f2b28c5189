const longest = 120;

/** A name from outside as one of a file: no separators, nothing hidden, nothing a shell or a terminal would obey. */
export function fileName(text: string): string {
  const safe = text.replace(/[^\w.-]/g, '_').replace(/^[.-]+/, '_');
  return safe === '' ? '_' : safe.slice(0, longest);
}

/** Shortens packages to one letter, from the left, until the name fits: `o.a.f.runtime.taskmanager.Task`. */
export function shortLogger(name: string, width: number): string {
  const parts = name.split('.');
  let length = name.length;
  for (let index = 0; index < parts.length - 1 && length > width; index += 1) {
    const part = parts[index] ?? '';
    parts[index] = part.slice(0, 1);
    length -= part.length - 1;
  }
  return parts.join('.');
}

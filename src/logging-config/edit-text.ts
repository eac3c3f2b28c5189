/** A replacement for a part of a text, by offsets. */
export type Edit = { readonly start: number; readonly end: number; readonly text: string };

/** Applies all edits at once. The edits can be in any order but must not overlap. */
export function editText(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

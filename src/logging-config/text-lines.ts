/** Returns the line number of an offset, from 1. */
export function lineNumber(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\r|\n/).length;
}

/** Returns the line ending of most lines: CRLF if a Windows editor wrote the text. */
export function lineEnd(text: string): '\r\n' | '\n' {
  const all = text.match(/\n/g)?.length ?? 0;
  const windows = text.match(/\r\n/g)?.length ?? 0;
  return windows * 2 > all ? '\r\n' : '\n';
}

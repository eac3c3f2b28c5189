const lineEnd = 0x0a;
/** A line that is longer is passed on in pieces: it is not kept until its end comes. */
const longestKept = 65_536;

/** Puts the prefix before each line. Only whole lines come out, so that lines of several streams do not run into another. */
export async function* prefixLines(stream: AsyncIterable<Uint8Array>, prefix: string): AsyncGenerator<Uint8Array> {
  const start = Buffer.from(prefix);
  let kept = Buffer.alloc(0);
  for await (const chunk of stream) {
    kept = Buffer.concat([kept, chunk]);
    const end = kept.lastIndexOf(lineEnd) + 1;
    if (end > 0) yield prefixed(kept.subarray(0, end), start);
    kept = kept.subarray(end);
    if (kept.length <= longestKept) continue;
    yield Buffer.concat([start, kept, Buffer.of(lineEnd)]);
    kept = Buffer.alloc(0);
  }
  if (kept.length > 0) yield Buffer.concat([start, kept, Buffer.of(lineEnd)]);
}

function prefixed(lines: Buffer, start: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let from = 0; from < lines.length; ) {
    const to = lines.indexOf(lineEnd, from) + 1;
    parts.push(start, lines.subarray(from, to));
    from = to;
  }
  return Buffer.concat(parts);
}

import { isAscii } from 'node:buffer';
import type { LogBlock, LogSource } from '../log-store.ts';

/** Plain ASCII patterns. They match the same in bytes and in characters, so whole blocks can be searched at once. */
const plainText = /^(?:[\w\x20-\x22#%&',:;<=>@`~-]|\\[\\^$.*+?()[\]{}|/])+$/;

/** Returns matching lines from `from` up to, but not including, `to`, in ascending order. Gap markers never match. */
export function matchingLines(source: LogSource, from: number, to: number, pattern: RegExp): readonly number[] {
  const found: number[] = [];
  const search = plainText.test(pattern.source) ? searchBlock : searchLines;
  const global = new RegExp(pattern.source, `${pattern.flags}g`);
  for (let sequence = from; sequence < to; ) {
    const block = source.block(sequence);
    if (block === undefined) {
      sequence += 1; // This line can no longer be read.
      continue;
    }
    const end = Math.min(to, block.first + block.starts.length - 1);
    search(block, sequence, end, global, (match) => {
      if (source.roleAt(match) !== 'gap') found.push(match);
    });
    sequence = Math.max(end, sequence + 1);
  }
  return found;
}

type Search = (block: LogBlock, from: number, to: number, pattern: RegExp, onMatch: (sequence: number) => void) => void;

/** Searches the whole block at once, so that lines without a match are not processed separately. */
const searchBlock: Search = ({ first, bytes, starts }, from, to, pattern, onMatch) => {
  const begin = starts[from - first] ?? 0;
  const text = bytes.toString('latin1', begin, starts[to - first] ?? 0);
  let line = from;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    line = lineAt(starts, match.index + begin, line - first, to - first) + first;
    const lineStart = (starts[line - first] ?? 0) - begin;
    const textStart = lineStart + timestampLength(text, lineStart);
    if (match.index < textStart) {
      pattern.lastIndex = textStart; // The timestamp is not part of the text.
      continue;
    }
    onMatch(line);
    line += 1;
    if (line >= to) return;
    pattern.lastIndex = (starts[line - first] ?? 0) - begin;
  }
};

const searchLines: Search = ({ first, bytes, starts }, from, to, pattern, onMatch) => {
  const begin = starts[from - first] ?? 0;
  const end = starts[to - first] ?? 0;
  const text = isAscii(bytes.subarray(begin, end)) ? bytes.toString('latin1', begin, end) : undefined;
  for (let sequence = from; sequence < to; sequence += 1) {
    const lineStart = starts[sequence - first] ?? 0;
    const lineEnd = Math.max(lineStart, (starts[sequence - first + 1] ?? 0) - 1);
    const line = text?.slice(lineStart - begin, lineEnd - begin) ?? bytes.toString('utf8', lineStart, lineEnd);
    pattern.lastIndex = 0;
    if (pattern.test(line.slice(timestampLength(line, 0)))) onMatch(sequence);
  }
};

/** Returns the line that contains an offset, searching from `low`. */
function lineAt(starts: Uint32Array, offset: number, low: number, high: number): number {
  let below = low;
  let above = high;
  while (above - below > 1) {
    const middle = (below + above) >>> 1;
    if ((starts[middle] ?? 0) <= offset) below = middle;
    else above = middle;
  }
  return below;
}

/** Returns the length of the timestamp and its space; 0 if there is none. */
function timestampLength(text: string, start: number): number {
  if (text.charCodeAt(start + 4) !== 0x2d || text.charCodeAt(start + 10) !== 0x54) return 0;
  const space = text.indexOf(' ', start);
  return space === -1 || space - start > 40 ? 0 : space - start + 1;
}

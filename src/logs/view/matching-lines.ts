import { isAscii } from 'node:buffer';
import type { LogBlock, LogSource } from '../log-store.ts';

/** A pattern that is the same for bytes as for characters, so that whole blocks can be looked through at once. */
const plainText = /^(?:[\w\x20-\x22#%&',:;<=>@`~-]|\\[\\^$.*+?()[\]{}|/])+$/;

/** The sequences from `from` up to before `to` whose text matches, ascending; gap marks never do. */
export function matchingLines(source: LogSource, from: number, to: number, pattern: RegExp): readonly number[] {
  const found: number[] = [];
  const search = plainText.test(pattern.source) ? searchBlock : searchLines;
  const global = new RegExp(pattern.source, `${pattern.flags}g`);
  for (let sequence = from; sequence < to; ) {
    const block = source.block(sequence);
    if (block === undefined) {
      sequence += 1; // can no longer be read
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

type Search = (block: LogBlock, from: number, to: number, pattern: RegExp, found: (sequence: number) => void) => void;

/** One search for the whole block: a line costs nothing unless it matches. */
const searchBlock: Search = ({ first, bytes, starts }, from, to, pattern, found) => {
  const begin = starts[from - first] ?? 0;
  const text = bytes.toString('latin1', begin, starts[to - first] ?? 0);
  let line = from;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    line = lineAt(starts, match.index + begin, line - first, to - first) + first;
    const lineStart = (starts[line - first] ?? 0) - begin;
    const textStart = lineStart + stampLength(text, lineStart);
    if (match.index < textStart) {
      pattern.lastIndex = textStart; // the kubelet's time is no part of the text
      continue;
    }
    found(line);
    line += 1;
    if (line >= to) return;
    pattern.lastIndex = (starts[line - first] ?? 0) - begin;
  }
};

const searchLines: Search = ({ first, bytes, starts }, from, to, pattern, found) => {
  const begin = starts[from - first] ?? 0;
  const end = starts[to - first] ?? 0;
  const text = isAscii(bytes.subarray(begin, end)) ? bytes.toString('latin1', begin, end) : undefined;
  for (let sequence = from; sequence < to; sequence += 1) {
    const lineStart = starts[sequence - first] ?? 0;
    const lineEnd = Math.max(lineStart, (starts[sequence - first + 1] ?? 0) - 1);
    const line = text?.slice(lineStart - begin, lineEnd - begin) ?? bytes.toString('utf8', lineStart, lineEnd);
    pattern.lastIndex = 0;
    if (pattern.test(line.slice(stampLength(line, 0)))) found(sequence);
  }
};

/** The line that an offset is in, not before `low`. */
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

/** How long the kubelet's time and its blank are; 0 where there is none. */
function stampLength(text: string, start: number): number {
  if (text.charCodeAt(start + 4) !== 0x2d || text.charCodeAt(start + 10) !== 0x54) return 0;
  const blank = text.indexOf(' ', start);
  return blank === -1 || blank - start > 40 ? 0 : blank - start + 1;
}

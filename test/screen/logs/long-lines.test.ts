import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idParts } from '../../../src/screen/logs/lines/id-parts.ts';
import { type LinePart, markRanges, type Range } from '../../../src/screen/logs/lines/line-parts.ts';

const id = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
/** The number of ids in a line of 64 KB. */
const manyIds = 2000;

/** A text that counts the characters that are searched or copied. */
class CountedText extends String {
  characters = 0;

  override slice(start?: number, end?: number): string {
    const part = super.slice(start, end);
    this.characters += part.length;
    return part;
  }

  override indexOf(text: string, from = 0): number {
    const found = super.indexOf(text, from);
    this.characters += (found === -1 ? this.length : found) - from;
    return found;
  }

  override lastIndexOf(text: string, from = this.length): number {
    const found = super.lastIndexOf(text, from);
    this.characters += from - found;
    return found;
  }
}

/** Returns the number of characters that are read in a line with one word of this many ids. */
function charactersReadFor(ids: number): number {
  const text = new CountedText(`Slots ${Array(ids).fill(id).join()}`);
  const style = { token: undefined, jobs: new Map(), isFlink: true, isShortened: true };
  const parts = idParts(text as unknown as string, style);
  assert.equal(parts.filter((part) => part.text === '0a1b2c3d').length, ids);
  return text.characters;
}

test('twice the ids in a long word are at most twice the work', () => {
  assert.ok(charactersReadFor(2 * manyIds) < 2.1 * charactersReadFor(manyIds));
});

/** Returns how often the bounds of a match are read in a line with a match in every one of this many ids. */
function boundsReadFor(ids: number): number {
  let reads = 0;
  const matches = Array.from({ length: ids }, (_, index): Range => {
    const start = index * (id.length + 1) + 2;
    return {
      get start() {
        reads += 1;
        return start;
      },
      get end() {
        reads += 1;
        return start + 3;
      },
    };
  });
  const parts = Array.from({ length: ids }, (): readonly LinePart[] => [{ text: id, token: 'muted' }, { text: ',' }]);
  const marked = markRanges(parts.flat(), matches);
  assert.equal(marked.filter(({ token, text }) => token === 'log.match' && text === id.slice(2, 5)).length, ids);
  return reads;
}

test('twice the ids with a match each are at most twice the work', () => {
  assert.ok(boundsReadFor(2 * manyIds) < 2.1 * boundsReadFor(manyIds));
});

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

type Clip = { readonly x1: number; readonly x2: number; readonly y1: number; readonly y2: number };
type Output = {
  readonly write: (x: number, y: number, text: string, options: { readonly transformers: readonly never[] }) => void;
  readonly clip: (clip: Clip) => void;
  readonly unclip: () => void;
  readonly get: () => { readonly output: string };
};
type Drawing = {
  readonly Output: new (size: { readonly width: number; readonly height: number }) => Output;
  readonly lineUpdate: (previous: string, next: string, columns: number) => string;
  readonly sanitizeAnsi: (text: string) => string;
  readonly styledCharsFromTokens: (tokens: unknown) => readonly Character[];
  readonly tokenize: (text: string) => unknown;
};
type Character = { readonly value: string; readonly styles: readonly { readonly code: string }[] };

const source = `
  export { default as Output } from './node_modules/ink/build/output.js';
  export { default as lineUpdate } from './node_modules/ink/build/line-update.js';
  export { default as sanitizeAnsi } from './node_modules/ink/build/sanitize-ansi.js';
  export { styledCharsFromTokens, tokenize } from '@alcalzone/ansi-tokenize';
`;
let folder = '';
let original: Drawing;
let changed: Drawing;

/** Loads Ink's drawing functions, as they are or as the build changes them. */
async function load(name: string, plugins: Plugin[]): Promise<Drawing> {
  const outfile = join(folder, `${name}.mjs`);
  const stdin = { contents: source, resolveDir: process.cwd() };
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', plugins });
  return import(pathToFileURL(outfile).href);
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flink-tui-ink-'));
  const plugins: { readonly fastInkFrames: Plugin } = await import(pathToFileURL(resolve('.ci/ink-plugins.mjs')).href);
  original = await load('original', []);
  changed = await load('changed', [plugins.fastInkFrames]);
});
after(() => rm(folder, { recursive: true }));

/** Repeatable numbers from 0 up to a limit. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

const pieces = [
  'orders',
  ' ',
  '│',
  '▶',
  '…',
  '日本',
  'e\u0301',
  '\u200b',
  '👩‍🚀',
  '\x1b[31m',
  '\x1b[1m',
  '\x1b[38;2;1;2;3m',
  '\r',
  '\x1b[3',
  '\x1b[32m',
  '\x1b]0;',
  '\x1b]8;;http://flink\x07',
];
const ends = ['\x1b[39m', '\x1b[22m', '\x1b[0m', ''];

function randomLine(next: (limit: number) => number): string {
  let line = '';
  for (let count = next(12); count >= 0; count -= 1) line += pieces[next(pieces.length)] ?? '';
  return line + (ends[next(ends.length)] ?? '');
}

/** Returns the characters that a text shows, each with its styles. The order of their escape sequences is unimportant. */
function shown(text: string): readonly string[] {
  const { styledCharsFromTokens, tokenize } = original;
  const sorted = ({ styles }: Character) => styles.map(({ code }) => code).sort();
  return styledCharsFromTokens(tokenize(text)).map((character) => [...sorted(character), character.value].join(''));
}

test('the build changes neither the frames nor the updates that Ink draws', () => {
  const next = numbers(7);
  const texts = Array.from({ length: 40 }, () =>
    original.sanitizeAnsi(Array.from({ length: 1 + next(3) }, () => randomLine(next)).join('\n')),
  );
  const size = { width: 40, height: 12 };
  let previous: readonly string[] = [];
  for (let frame = 0; frame < 300; frame += 1) {
    const outputs = [new original.Output(size), new changed.Output(size)];
    for (let write = 0; write < 10; write += 1) {
      const text = texts[next(texts.length)] ?? '';
      const [x, y] = [next(45) - 3, next(12)];
      const clip = next(2) === 0 ? undefined : { x1: next(10), x2: 10 + next(30), y1: next(4), y2: 4 + next(8) };
      for (const output of outputs) {
        if (clip !== undefined) output.clip(clip);
        output.write(x, y, text, { transformers: [] });
        if (clip !== undefined) output.unclip();
      }
    }
    const [expected = '', actual = ''] = outputs.map((output) => output.get().output);
    assert.deepEqual(shown(actual), shown(expected), `frame ${frame}`);
    const rows = expected.split('\n');
    for (const [index, row] of rows.entries()) {
      const before = previous[index] ?? '';
      assert.equal(
        changed.lineUpdate(before, row, 40),
        original.lineUpdate(before, row, 40),
        `row ${index} of ${frame}`,
      );
    }
    previous = rows;
  }
});

test('the build does not change the text that Ink considers safe', () => {
  const next = numbers(11);
  for (let index = 0; index < 2000; index += 1) {
    const text = `${randomLine(next)}\x1b[2J${randomLine(next)}\x07`;
    assert.equal(changed.sanitizeAnsi(text), original.sanitizeAnsi(text));
    assert.equal(changed.sanitizeAnsi(text), original.sanitizeAnsi(text));
  }
});

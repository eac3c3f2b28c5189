import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { test } from 'node:test';
import { createDecoder, type Input, isMouse } from '../../../src/screen/input/decode.ts';

type MouseEvent = {
  readonly button: string;
  readonly kind: 'press' | 'release';
  readonly column: number;
  readonly row: number;
  readonly shift?: true;
  readonly alt?: true;
  readonly ctrl?: true;
};
type Expected = { readonly key: string } | { readonly paste: string } | { readonly mouse: MouseEvent };
type Fixture = {
  readonly terminal: string;
  readonly version: string;
  readonly source: 'recorded' | 'documentation';
  readonly events: readonly {
    readonly action: string;
    readonly chunks: readonly string[];
    readonly expected: readonly Expected[];
  }[];
};

// The working directory of tests is the repository root.
const folder = 'test/screen/input/recorded';
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

/** What a terminal sends although the user did something else. */
const exceptions: { readonly [file: string]: { readonly [action: string]: readonly Expected[] } } = {
  // In mode 1000, GNU screen holds a lone Esc back until the next key, so that flink-tui leaves its mouse off.
  'screen.json': { 'key j after escape': [{ key: 'alt-j' }] },
};

/** A column or row from 96 on, and most other buttons, are not UTF-8 in an X10 report, and are ignored. */
const maxX10 = 95;

for (const file of files) {
  const { terminal, version, source, events } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Fixture;
  test(`decodes the input of ${terminal} ${version} (${file}, ${source})`, () => {
    const decoder = createDecoder();
    const utf8 = new StringDecoder('utf8');
    for (const { action, chunks, expected } of events) {
      const inputs: Input[] = chunks.flatMap((chunk) => decoder.push(utf8.write(Buffer.from(chunk, 'hex'))));
      if (decoder.waitsAfter() === 'escape' && expected.length > 0) inputs.push(...decoder.flush());
      const wanted = exceptions[file]?.[action] ?? expected;
      assert.deepEqual(inputs.map(described).filter(isReported(file)), wanted.filter(isReported(file)), action);
    }
  });
}

test('there are recordings of three terminals, and documented input of three more', () => {
  for (const name of ['xterm', 'tmux', 'screen', 'kitty', 'iterm2', 'windows-terminal'])
    assert.ok(files.includes(`${name}.json`), name);
});

function described(input: Input): Expected {
  if (isMouse(input)) {
    const { button, column, row, isShift, isAlt, isCtrl } = input;
    const modifiers = { ...(isShift && { shift: true }), ...(isAlt && { alt: true }), ...(isCtrl && { ctrl: true }) };
    return { mouse: { button, kind: 'press', column: column + 1, row: row + 1, ...modifiers } as MouseEvent };
  }
  return input.name === 'paste' ? { paste: input.text } : { key: input.name };
}

/** Releases are not reported. */
const isReported = (file: string) => (expected: Expected) => {
  if (!('mouse' in expected)) return true;
  const { button, kind, column, row } = expected.mouse;
  const isAscii = button !== 'other' && column <= maxX10 && row <= maxX10;
  return kind === 'press' && (file !== 'xterm-x10.json' || isAscii);
};

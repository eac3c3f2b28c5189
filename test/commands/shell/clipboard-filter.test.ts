import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createClipboardFilter } from '../../../src/commands/shell/clipboard-filter.ts';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

function filter(chunks: readonly Buffer[]): string {
  const { push } = createClipboardFilter();
  return chunks.map((chunk) => push(chunk).toString('latin1')).join('');
}

/** Filters the input split at every byte, and at every two positions. All results must be the same. */
function filterSplitEverywhere(input: string): string {
  const bytes = bytesOf(input);
  const whole = filter([bytes]);
  const single = filter(Array.from(bytes, (byte) => Buffer.of(byte)));
  assert.equal(single, whole, 'one byte at a time');
  for (let first = 0; first <= bytes.length; first += 1) {
    for (let second = first; second <= bytes.length; second += 1) {
      const parts = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
      assert.equal(filter(parts), whole, `split at ${first} and ${second}`);
    }
  }
  return whole;
}

const copy = ']52;c;c2VjcmV0';

describe('removes what reads or writes the clipboard', () => {
  const removed: { readonly [name: string]: readonly [input: string, output: string] } = {
    'OSC 52 with BEL': [`a\x1b${copy}\x07b`, 'ab'],
    'OSC 52 with ST': [`a\x1b${copy}\x1b\\b`, 'ab'],
    'OSC 52 with ST of one character': [`a\x1b${copy}\xc2\x9cb`, 'ab'],
    'an OSC of one character': ['a\xc2\x9d52;c;c2VjcmV0\x07b', 'ab'],
    'a query': ['a\x1b]52;c;?\x07b', 'ab'],
    'a primary selection without a letter': ['a\x1b]52;;AAAA\x07b', 'ab'],
    'leading zeros': ['a\x1b]0052;c;AAAA\x07b', 'ab'],
    'a number that overflows to 52': ['a\x1b]4294967348;c;AAAA\x07b', 'ab'],
    'control characters inside the start': ['a\x1b\0]\x005\x7f2\n;c;AAAA\x07b', 'ab'],
    'ESC twice': [`a\x1b\x1b${copy}\x07b`, 'a\x1bb'],
    'a sequence that CAN cancels': [`a\x1b${copy}\x18b`, 'ab'],
    'a sequence that another one ends': [`a\x1b${copy}\x1b[1mb`, 'a\x1b[1mb'],
    'two sequences, the first one without an end': [`a\x1b${copy}\x1b${copy}\x07b`, 'ab'],
    'the second one with an OSC of one character': [`a\x1b${copy}\xc2\x9d52;c;AAAA\x07b`, 'ab'],
    'a title that a sequence follows': [`\x1b]0;title\x1b${copy}\x07b`, '\x1b]0;titleb'],
    'the clipboard of kitty': ['a\x1b]5522;type=write\x1b\\b', 'ab'],
    "tmux's passthrough": [`a\x1bPtmux;\x1b\x1b${copy}\x07\x1b\\b`, 'a\x1bPtmux;\x1b\\b'],
    "tmux's passthrough with ST": [`a\x1bPtmux;\x1b\x1b${copy}\x1b\x1b\\\x1b\\b`, 'a\x1bPtmux;\x1b\\b'],
    'tmux in tmux': [
      `\x1bPtmux;\x1b\x1bPtmux;\x1b\x1b\x1b\x1b${copy}\x07\x1b\x1b\\\x1b\\b`,
      '\x1bPtmux;\x1b\x1bPtmux;\x1b\x1b\\\x1b\\b',
    ],
    'one sequence in two passthroughs': [
      '\x1bPtmux;\x1b\x1b]5\x1b\\x\x1bPtmux;2;c;AAAA\x07\x1b\\b',
      '\x1bPtmux;\x1b\\x\x1bPtmux;\x1b\\b',
    ],
    'a passthrough for a terminal that is not tmux': ['\x1bPtmux;\x1b]52;c;AAAA\x07', '\x1bPtmux;]52;c;AAAA\x07'],
    "screen's passthrough": [`\x1bP\x1b${copy}\x07\x1b\\b`, '\x1bP\x1b\\b'],
  };
  for (const [name, [input, output]] of Object.entries(removed)) {
    test(name, () => assert.equal(filterSplitEverywhere(input), output));
  }
});

describe('passes everything else byte for byte', () => {
  const passed: { readonly [name: string]: string } = {
    text: 'hello\r\n',
    'every byte': String.fromCharCode(...Array.from({ length: 0x1b }, (_, byte) => byte), 0x7f, 0x80, 0x9c, 0x9d, 0xff),
    'UTF-8 with the second byte of an OSC': Buffer.from('“quotes” É Â').toString('latin1'),
    'invalid UTF-8': '\xc2a\xc2\xc2\xe2\x80',
    colours: '\x1b[1;31mred\x1b[0m',
    'a title': '\x1b]0;52;title\x07\x1b]2;title\x1b\\',
    'other numbers': '\x1b]5;x\x07\x1b]520;x\x07\x1b]152;x\x07\x1b]8;;https://flink.apache.org\x1b\\link\x1b]8;;\x1b\\',
    'control characters in other sequences': '\x1b\0[1\nm\x1b]\x000;title\x07',
    'a device control string': '\x1bP1$r0m\x1b\\\x1bPq#0;2;0;0;0\x1b\\\x1bPtm\x1b\\',
    "another sequence in tmux's passthrough": '\x1bPtmux;\x1b\x1b]0;title\x07\x1b\x1b[5m\x1b\\after',
  };
  for (const [name, input] of Object.entries(passed)) {
    test(name, () => assert.equal(filterSplitEverywhere(input), input));
  }
});

test('a sequence of any length is dropped as it arrives', () => {
  const { push } = createClipboardFilter();
  push(bytesOf('\x1b]52;c;'));
  for (let chunk = 0; chunk < 100; chunk += 1) assert.equal(push(Buffer.alloc(100_000, 'A')).length, 0);
  assert.equal(push(bytesOf('\x07b')).toString(), 'b');
});

test('a start of any length is not held', () => {
  for (const endless of ['\x1b]0', '\x1b\0', '\x1b]9']) {
    const { push } = createClipboardFilter();
    const start = endless.slice(0, -1);
    const out = push(bytesOf(start + (endless.at(-1) ?? '').repeat(1_000_000)));
    assert.equal(out.length, 0);
    assert.equal(push(bytesOf('x\x1b[mend')).toString().includes('end'), true);
  }
});

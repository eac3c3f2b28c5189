import stringWidth from 'string-width';
import { lazySegmenter } from './lazy-segmenter.mjs';
import { replaceInSource } from './replace-in-source.mjs';

/** ASCII, borders and the symbols that the program draws, for a character class. Each has one column and one code unit. */
export const oneColumn = String.raw`\u0020-\u007e\u00b7\u00d7\u203a\u2026\u2190-\u2193\u2500-\u25fc\u2605\u2715`;

const replacements = [
  ['/^[\\u0020-\\u007E]*$/.test(string)', `ambiguousIsNarrow && /^[${oneColumn}]*$/.test(string)`],
  lazySegmenter,
  // Creating this pattern takes 20 ms, because the set of emoji is large.
  ['const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;', 'let rgiEmojiRegex;'],
  ['rgiEmojiRegex.test(segment)', '(rgiEmojiRegex ??= /^\\p{RGI_Emoji}$/v).test(segment)'],
];

/** Extends string-width's fast path from ASCII to borders and symbols: the slow path took half of each frame's time. */
export const quickStringWidth = {
  name: 'quick-string-width',
  setup({ onLoad }) {
    onLoad({ filter: /string-width[\\/]index\.js$/ }, async ({ path }) => {
      checkWidths();
      return { contents: await replaceInSource(path, replacements, 'quick-string-width') };
    });
  },
};

function checkWidths() {
  const isOneColumn = new RegExp(`[${oneColumn}]`);
  for (let code = 0; code < 0x10000; code += 1) {
    const character = String.fromCharCode(code);
    if (isOneColumn.test(character) && stringWidth(character) !== 1) throw new Error(`${character} is not one column`);
  }
}

import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lazySegmenter } from './lazy-segmenter.mjs';
import { oneColumn } from './quick-string-width.mjs';
import { replaceInSource } from './replace-in-source.mjs';

/** Replaces react-devtools-core, which Ink imports only with DEV=true. A bundler would always include this package. */
export const noDevtools = {
  name: 'no-devtools',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {}' }));
  },
};

/** Removes a fetch of a data: URL from Yoga. Any fetch loads Node's HTTP client, which takes 35 to 55 ms per start. */
export const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  setup({ onLoad }) {
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => {
      const fetchBranch = /"function"!=typeof fetch/g;
      return { contents: await replaceInSource(path, [[fetchBranch, 'true']], 'yoga-without-fetch') };
    });
  },
};

const parsedTextsFile = fileURLToPath(import.meta.resolve('./ink/parsed-texts.mjs'));

/** Limit of texts in a cache. A frame has less than 50 texts, but each pane is one text of up to 20 kB. */
const maxTexts = 100;

/** Text in Ink's or ansi-tokenize's source, and its replacement. */
const drawingReplacements = {
  'output.js': [
    [
      /import \{ styledCharsFromTokens.*?;\n/,
      `import { ansiCodesToString, diffAnsiCodes, reduceAnsiCodesIncremental, tokenize } from '@alcalzone/ansi-tokenize';
import { parsedTexts } from ${JSON.stringify(parsedTextsFile)};
`,
    ],
    [
      'export default class Output {',
      `const { styledCharsToString, cachesForFrame } = parsedTexts({
  OutputCaches, tokenize, reduceAnsiCodesIncremental, diffAnsiCodes, ansiCodesToString,
});
export default class Output {`,
    ],
    ['caches = new OutputCaches();', 'caches = cachesForFrame();'],
    [/const characterLines = \[\[\]\];.*?let lines = .*?;\n/s, 'let lines = this.caches.linesOf(text);\n'],
    ['return styledCharsToString(result);', 'return this.caches.textOf(result);'],
    // Share the blank cells. Ink never changes a cell.
    [
      /const row = \[\];\s+for .*?row\.push\((\{.*?\})\);\s+\}/s,
      (_, cell) => `const row = new Array(this.width).fill(Output.blank ??= ${cell});`,
    ],
    // Only a text beyond the right edge leaves empty items.
    [
      'line.filter(item => item !== undefined)',
      'line.includes(undefined) ? line.filter(item => item !== undefined) : line',
    ],
  ],
  // Only texts with other characters need the segmenter.
  'tokenize.js': [
    lazySegmenter,
    [
      'of segmenter.segment(str)',
      `of /^[${oneColumn}\\u001b\\n]*$/.test(str)
        ? Array.from(str, (segment, index) => ({ segment, index }))
        : segmenter.segment(str)`,
    ],
  ],
  // Compare rows with borders like rows of ASCII: their characters also have one column and one code unit.
  'line-update.js': [lazySegmenter, ['printableAscii = /^[ -~]*$/u', `printableAscii = /^[${oneColumn}]*$/`]],
  // Loading Node's decoder takes 10 ms. Ink decodes only bytes, but its input is text.
  'parse-keypress.js': [
    ['const textDecoder = new TextDecoder();', ''],
    ['textDecoder.decode(s)', 'new TextDecoder().decode(s)'],
  ],
  'measure-text.js': [['maxSize: 4096', `maxSize: ${maxTexts}`]],
  // Most texts do not change between frames.
  'sanitize-ansi.js': [
    [
      'const sanitizeAnsi = (text) => {',
      `const safeTexts = new Map();
const sanitizeAnsi = (text) => {
  let safe = safeTexts.get(text);
  if (safe === undefined) {
    if (safeTexts.size > ${maxTexts}) safeTexts.clear();
    safe = sanitize(text);
    safeTexts.set(text, safe);
  }
  return safe;
};
const sanitize = (text) => {`,
    ],
  ],
};

/** Makes a frame of many coloured texts cheaper: Ink parses each text at least twice in every frame. */
export const fastInkFrames = {
  name: 'fast-ink-frames',
  setup({ onLoad }) {
    onLoad(
      {
        filter:
          /(ink|ansi-tokenize)[\\/]build[\\/](line-update|measure-text|output|parse-keypress|sanitize-ansi|tokenize)\.js$/,
      },
      async ({ path }) => {
        const replacements = drawingReplacements[basename(path)];
        return { contents: await replaceInSource(path, replacements, 'fast-ink-frames') };
      },
    );
  },
};

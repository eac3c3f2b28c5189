import { basename } from 'node:path';
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

/** Text in Ink's or ansi-tokenize's source, and its replacement. */
const drawingReplacements = {
  'output.js': [
    // Keep the parsed texts of a frame for the next frame.
    [
      'class OutputCaches {',
      `let latestCaches;
function cachesForFrame(older = latestCaches) {
  latestCaches = new OutputCaches();
  latestCaches.older = older?.styledChars;
  return latestCaches;
}
class OutputCaches {
  older;
  textOf(characters) {
    const text = styledCharsToString(characters);
    this.styledChars.set(text, characters);
    return text;
  }`,
    ],
    ['caches = new OutputCaches();', 'caches = cachesForFrame();'],
    [
      'cached = styledCharsFromTokens(tokenize(line))',
      'cached = this.older?.get(line) ?? styledCharsFromTokens(tokenize(line))',
    ],
    // Do not parse a part of a parsed text again.
    ['characterLines.map(line => styledCharsToString(line))', 'characterLines.map(line => this.caches.textOf(line))'],
    ['return styledCharsToString(result);', 'return this.caches.textOf(result);'],
    // No character below U+00AD is invisible.
    ['filter(character => !/^', "filter(character => character.value < '\\u00ad' || !/^"],
    // Share the blank cells. Ink never changes a cell.
    [/row\.push\((\{.*?\})\);/s, (_, cell) => `row.push(Output.blank ??= ${cell});`],
  ],
  // Compare rows with borders like rows of ASCII: their characters also have one column and one code unit.
  'line-update.js': [['printableAscii = /^[ -~]*$/u', `printableAscii = /^[${oneColumn}]*$/`]],
  // Most texts do not change between frames.
  'sanitize-ansi.js': [
    [
      'const sanitizeAnsi = (text) => {',
      `const safeTexts = new Map();
const sanitizeAnsi = (text) => {
  let safe = safeTexts.get(text);
  if (safe === undefined) {
    if (safeTexts.size > 1000) safeTexts.clear();
    safe = sanitize(text);
    safeTexts.set(text, safe);
  }
  return safe;
};
const sanitize = (text) => {`,
    ],
  ],
  // Share the styles of a run. Nothing changes them.
  'styledChars.js': [['styles: [...codes],', 'styles: codes,']],
};

/** Makes a frame of many coloured texts cheaper: Ink parses each text at least twice in every frame. */
export const fastInkFrames = {
  name: 'fast-ink-frames',
  setup({ onLoad }) {
    onLoad(
      { filter: /(ink|ansi-tokenize)[\\/]build[\\/](output|line-update|sanitize-ansi|styledChars)\.js$/ },
      async ({ path }) => {
        const replacements = drawingReplacements[basename(path)];
        return { contents: await replaceInSource(path, replacements, 'fast-ink-frames') };
      },
    );
  },
};

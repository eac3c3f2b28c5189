import { replaceInSource } from './replace-in-source.mjs';

/** Creates a module's segmenter on first use, because the first one of a process takes 10 to 20 ms. */
export const lazySegmenter = [
  /const (\w+) = (new Intl\.Segmenter\(.*?\));/,
  (_, name, created) =>
    `let ${name}Created; const ${name} = { segment: text => (${name}Created ??= ${created}).segment(text) };`,
];

/** Creates the segmenters of the packages that Ink uses, and that need no other change, on first use. */
export const lazySegmenters = {
  name: 'lazy-segmenters',
  setup({ onLoad }) {
    onLoad({ filter: /(wrap-ansi[\\/]index|slice-ansi[\\/]tokenize-ansi)\.js$/ }, async ({ path }) => ({
      contents: await replaceInSource(path, [lazySegmenter], 'lazy-segmenters'),
    }));
  },
};

import { clientWithoutSideEffects } from './client-without-side-effects.mjs';
import { fastInkFrames, noDevtools, yogaWithoutFetch } from './ink-plugins.mjs';
import { lazySegmenters } from './lazy-segmenter.mjs';
import { lightBuiltins } from './light-builtins.mjs';
import { quickStringWidth } from './quick-string-width.mjs';

/** esbuild's options for the program and the tests. The banner defines `require` for CommonJS packages. */
export const bundleForNode = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  plugins: [
    noDevtools,
    fastInkFrames,
    yogaWithoutFetch,
    lazySegmenters,
    quickStringWidth,
    clientWithoutSideEffects,
    lightBuiltins,
  ],
};

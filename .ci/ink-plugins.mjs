import { readFile } from 'node:fs/promises';

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
      const source = await readFile(path, 'utf8');
      const contents = source.replaceAll('"function"!=typeof fetch', 'true');
      if (contents === source) throw new Error(`${path}: fetch branch not found\nAdapt yoga-without-fetch`);
      return { contents };
    });
  },
};

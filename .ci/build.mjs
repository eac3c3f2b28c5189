// Builds dist/: the program and the watchdog's worker, minified. Code splitting keeps the screen out of subcommands.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleForNode } from './bundle-for-node.mjs';
import { clientWithoutSideEffects } from './client-without-side-effects.mjs';
import { licenceTexts } from './licences.mjs';
import { quickStringWidth } from './quick-string-width.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = join(root, 'dist');

/** Replaces react-devtools-core, which Ink imports only under DEV=true. A bundler would import it always. */
const noDevtools = {
  name: 'no-devtools',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {}' }));
  },
};

/** Removes a fetch of a data: URL from Yoga. It would load Node's HTTP client, which adds 35 to 55 ms to every start. */
const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  setup({ onLoad }) {
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replaceAll('"function"!=typeof fetch', 'true');
      if (contents === source) throw new Error(`${path}: fetch branch not found; adapt yoga-without-fetch`);
      return { contents };
    });
  },
};

/** The ES module build of yaml. From the CommonJS build for Node, `import()` in a split bundle gets only the default export. */
const yamlAsModule = join(root, 'node_modules/yaml/browser/index.js');

await rm(outdir, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts', 'src/shell/watchdog/worker.ts'],
  outbase: 'src',
  outdir,
  ...bundleForNode,
  minify: true,
  alias: { yaml: yamlAsModule },
  metafile: true,
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  plugins: [noDevtools, yogaWithoutFetch, quickStringWidth, clientWithoutSideEffects],
});
await writeFile(join(outdir, 'THIRD-PARTY-LICENSES.txt'), await licenceTexts(root, Object.keys(metafile.inputs)));
await writeFile(join(outdir, 'meta.json'), JSON.stringify(metafile));

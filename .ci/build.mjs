// Builds dist/: the program and the watchdog's worker, minified. Code splitting keeps the screen out of subcommands.
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleForNode } from './bundle-for-node.mjs';
import { licenceTexts } from './licences.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = join(root, 'dist');

/** The ES module build of yaml. In a split bundle, `import()` of the CommonJS build gets only the default export. */
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
});
await writeFile(join(outdir, 'THIRD-PARTY-LICENSES.txt'), await licenceTexts(root, Object.keys(metafile.inputs)));
await writeFile(join(outdir, 'meta.json'), JSON.stringify(metafile));

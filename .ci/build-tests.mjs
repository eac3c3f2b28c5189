// Bundles the tests once. Otherwise, every test file would compile the same hundreds of source files.
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleForNode } from './bundle-for-node.mjs';

/** Packages that are part of the bundle, as in the program. Their hundreds of small files would take longer to load. */
const bundled = new Set([
  '@kubernetes/client-node',
  'commander',
  'hpagent',
  'ink',
  'ink-select-input',
  'ink-testing-library',
  'react',
  'socks-proxy-agent',
  'string-width',
  'valibot',
  'ws',
  'zustand',
]);

/** Creates one entry point per group, which imports the group's test files. One process then runs all of them. */
const groupOfTests = (groups) => ({
  name: 'group-of-tests',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^group:/ }, ({ path }) => ({ path: path.slice('group:'.length), namespace: 'group' }));
    onLoad({ filter: /.*/, namespace: 'group' }, ({ path }) => ({
      contents: groups
        .get(path)
        .map((file) => `import ${JSON.stringify(`./${file}`)};`)
        .join('\n'),
      resolveDir: resolve('.'),
    }));
  },
});

const outputOf = (name) => name.replace(/\*$/, 'all.test').replace(/\.tsx?$/, '');

/** Node runs test files in the order of their paths. */
const inOrder = (name, index) => `${String(index).padStart(3, '0')}/${outputOf(name)}`;

/**
 * Builds the tests of `groups`, which maps names (a file or `test/text/*`) to the test files that share a process.
 * Resolves with `files`, which maps each name to the built file.
 */
export async function buildTests(groups) {
  const outdir = await mkdtemp(join(tmpdir(), 'flink-tui-tests-'));
  await symlink(resolve('node_modules'), join(outdir, 'node_modules'));
  const outputs = new Map([...groups.keys()].map((name, index) => [name, inOrder(name, index)]));
  const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
  await build({
    entryPoints: [...outputs].map(([name, out]) => ({ in: `group:${outputOf(name)}`, out })),
    outdir,
    ...bundleForNode,
    sourcemap: true,
    // Node parses the maps of all loaded files at startup. Without the sources, parsing takes half the time.
    sourcesContent: false,
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
    external: Object.keys(devDependencies).filter((name) => !bundled.has(name)),
    plugins: [
      groupOfTests(new Map([...groups].map(([name, files]) => [outputOf(name), files]))),
      ...bundleForNode.plugins,
    ],
  });
  return {
    files: new Map([...outputs].map(([name, out]) => [name, join(outdir, `${out}.mjs`)])),
    remove: () => rm(outdir, { recursive: true, force: true }),
  };
}

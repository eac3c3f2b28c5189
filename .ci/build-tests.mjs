// Bundles the tests once, so that not every test file compiles the same hundreds of source files.
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleForNode } from './bundle-for-node.mjs';
import { clientWithoutSideEffects } from './client-without-side-effects.mjs';
import { noDevtools, yogaWithoutFetch } from './ink-plugins.mjs';

/** Packages that the tests load as a bundle, like the program: hundreds of small files take longer to load. */
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

/** Builds these test files. The returned `files` are the built files, in the same order. */
export async function buildTests(entryPoints) {
  const outdir = await mkdtemp(join(tmpdir(), 'flink-tui-tests-'));
  await symlink(resolve('node_modules'), join(outdir, 'node_modules'));
  const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
  await build({
    entryPoints,
    outbase: '.',
    outdir,
    ...bundleForNode,
    sourcemap: true,
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
    external: Object.keys(devDependencies).filter((name) => !bundled.has(name)),
    plugins: [noDevtools, yogaWithoutFetch, clientWithoutSideEffects],
  });
  return {
    files: entryPoints.map((file) => join(outdir, file.replace(/\.tsx?$/, '.mjs'))),
    compileCache: join(outdir, 'compile-cache'),
    remove: () => rm(outdir, { recursive: true, force: true }),
  };
}

// Builds the tests and what they test once, instead of having every test file translate the same hundreds of files.
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleForNode } from './bundle-for-node.mjs';
import { clientWithoutSideEffects } from './client-without-side-effects.mjs';

/** Builds these test files; `files` are the built ones, in the same order. */
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
    // The client alone is bundled, as in the program: it has seven hundred files.
    external: Object.keys(devDependencies).filter((name) => name !== '@kubernetes/client-node'),
    plugins: [clientWithoutSideEffects],
  });
  return {
    files: entryPoints.map((file) => join(outdir, file.replace(/\.tsx?$/, '.mjs'))),
    compileCache: join(outdir, 'compile-cache'),
    remove: () => rm(outdir, { recursive: true, force: true }),
  };
}

// Bundles the tests once, so that not every test file compiles the same hundreds of source files.
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleForNode } from './bundle-for-node.mjs';
import { clientWithoutSideEffects } from './client-without-side-effects.mjs';

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
    // Of all packages only the Kubernetes client is bundled, as in the program, because it has 700 files.
    external: Object.keys(devDependencies).filter((name) => name !== '@kubernetes/client-node'),
    plugins: [clientWithoutSideEffects],
  });
  return {
    files: entryPoints.map((file) => join(outdir, file.replace(/\.tsx?$/, '.mjs'))),
    compileCache: join(outdir, 'compile-cache'),
    remove: () => rm(outdir, { recursive: true, force: true }),
  };
}

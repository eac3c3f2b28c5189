// `npm test`: every check that needs no cluster, each named, all of them run, non-zero if one fails.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const tests = (...folders) =>
  readdirSync('test', { recursive: true })
    .map((file) => `test/${file}`)
    .filter((file) => /\.test\.tsx?$/.test(file) && !file.startsWith('test/cluster/'))
    .filter((file) => folders.length === 0 || folders.some((folder) => file.startsWith(`test/${folder}/`)))
    .sort();

const steps = [
  ['format and lint', 'biome', ['check', '--error-on-warnings', '.']],
  ['types', 'tsc', ['--noEmit']],
  ['import rules', 'depcruise', ['--config', '.ci/imports.cjs', 'src']],
  ['unused code', 'knip', []],
  ['build', 'node', ['.ci/build.mjs']],
  ['bundle size', 'node', ['.ci/bundle-size.mjs']],
  ['documents are current', 'node', ['--import=tsx', '.ci/docs.ts', '--check']],
  [
    'tests',
    'node',
    [
      '--import=tsx',
      '--test',
      `--test-concurrency=${availableParallelism()}`,
      '--test-reporter=spec',
      ...tests(...process.argv.slice(2)),
    ],
  ],
];

const environment = { ...process.env, FORCE_COLOR: '3', NODE_ENV: 'production' };
// A test says what it depends on; what the person's shell has set is none of it.
for (const name of ['CI', 'NO_COLOR', 'KUBECONFIG', 'TMUX', 'TERM_PROGRAM', 'COLORTERM', 'INK_SCREEN_READER'])
  delete environment[name];

function run(command, args, env) {
  return new Promise((resolve) => {
    spawn(command, args, { stdio: 'inherit', env }).on('close', (code) => resolve(code ?? 1));
  });
}

const failed = [];
for (const [name, command, args] of steps) {
  process.stdout.write(`\n== ${name}\n`);
  const started = performance.now();
  const code = await run(command, args, name === 'tests' ? environment : { ...process.env, FORCE_COLOR: '0' });
  process.stdout.write(
    `== ${name}: ${code === 0 ? 'ok' : 'FAILED'} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`,
  );
  if (code !== 0) failed.push(name);
}
if (failed.length > 0) process.stdout.write(`\nfailed: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

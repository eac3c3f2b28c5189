// `npm run soak`: the tests of test/soak, which take minutes and print figures. `npm run soak -- NAME` runs those whose name
// matches.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { buildTests } from './build-tests.mjs';
import { testEnvironment } from './test-environment.mjs';

const [pattern] = process.argv.slice(2);
const { environment, folder, remove: removeFolder } = testEnvironment();
Object.assign(environment, { TMPDIR: folder, FORCE_COLOR: '3', NODE_ENV: 'production' });

const testFiles = readdirSync('test/soak').map((file) => `test/soak/${file}`);

function run(args, env = process.env) {
  return new Promise((resolve) => {
    spawn('node', args, { stdio: 'inherit', env }).on('close', (code) => resolve(code ?? 1));
  });
}

process.exitCode = await run(['.ci/build.mjs']);
if (process.exitCode === 0) {
  const { files, compileCache, remove } = await buildTests(testFiles);
  const names = pattern === undefined ? [] : [`--test-name-pattern=${pattern}`];
  const options = ['--test', '--enable-source-maps', '--test-reporter=spec', '--test-concurrency=1', ...names];
  process.exitCode = await run([...options, ...files], { ...environment, NODE_COMPILE_CACHE: compileCache });
  await remove();
}
removeFolder();

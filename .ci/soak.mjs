// `npm run soak` runs the tests of test/soak, which take minutes and print measurements. `npm run soak -- journal` runs
// only the files whose names contain this text.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { buildTests } from './build-tests.mjs';
import { runTests } from './run-tests.mjs';
import { testEnvironment } from './test-environment.mjs';

const [pattern = ''] = process.argv.slice(2);
const { environment, folder, remove: removeFolder } = testEnvironment();
Object.assign(environment, { TMPDIR: folder, FORCE_COLOR: '3', NODE_ENV: 'production' });
const testFiles = readdirSync('test/soak')
  .filter((file) => file.includes(pattern))
  .map((file) => `test/soak/${file}`);

execFileSync('node', ['.ci/build.mjs'], { stdio: 'inherit' });
const { files, remove } = await buildTests(new Map(testFiles.map((file) => [file, [file]])));
process.exitCode = await runTests(files, {
  options: ['--enable-source-maps', '--test-concurrency=1'],
  env: environment,
});
await remove();
removeFolder();

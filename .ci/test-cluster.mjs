// `npm run test:cluster` tests the program against a real Kubernetes cluster with Flink. CONTRIBUTING.md documents the
// environment variables.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { runTests } from './run-tests.mjs';
import { testEnvironment } from './test-environment.mjs';

if (!process.env.FLINK_TUI_TEST_KUBECONFIG) {
  console.log('no tests were run: FLINK_TUI_TEST_KUBECONFIG is not set\nSee CONTRIBUTING.md');
  process.exit(2);
}

function run(command, args) {
  return new Promise((resolve) => {
    spawn(command, args, { stdio: 'inherit', env: environment }).on('close', (code) => resolve(code ?? 1));
  });
}

const { environment, remove } = testEnvironment();

/** Many times the duration of the slowest test. With this limit, the report names a test that hangs. */
const testTimeoutMs = 600_000;

const patterns = process.argv.slice(2);
const files = readdirSync('test/cluster')
  .filter((file) => /\.test\.ts$/.test(file))
  .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
  .sort()
  .map((file) => `test/cluster/${file}`);

process.exitCode =
  (await run('node', ['.ci/build.mjs'])) ||
  (await runTests(new Map(files.map((file) => [file, file])), {
    // Run one file at a time. All files use the same small cluster, and some inject faults.
    options: ['--import=tsx', '--test-concurrency=1', `--test-timeout=${testTimeoutMs}`],
    env: environment,
  }));
remove();

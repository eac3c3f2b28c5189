// `npm run test:cluster`: the same program against a real Kubernetes with real Flink. CONTRIBUTING.md has the variables.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { runTests } from './run-tests.mjs';
import { testEnvironment } from './test-environment.mjs';

if (!process.env.FLINK_TUI_TEST_KUBECONFIG) {
  console.log('FLINK_TUI_TEST_KUBECONFIG is not set: no cluster, nothing tested. See CONTRIBUTING.md.');
  process.exit(2);
}

function run(command, args) {
  return new Promise((resolve) => {
    spawn(command, args, { stdio: 'inherit', env: environment }).on('close', (code) => resolve(code ?? 1));
  });
}

const { environment, remove } = testEnvironment();

/** Many times what the slowest test takes: whatever hangs is to fail under its name. */
const testTimeoutMs = 600_000;

const wanted = process.argv.slice(2);
const files = readdirSync('test/cluster')
  .filter((file) => /\.test\.ts$/.test(file) && (wanted.length === 0 || wanted.some((word) => file.includes(word))))
  .sort()
  .map((file) => `test/cluster/${file}`);

process.exitCode =
  (await run('node', ['.ci/build.mjs'])) ||
  (await runTests(new Map(files.map((file) => [file, file])), {
    // One file at a time: they share one small cluster, and some make it misbehave.
    options: ['--import=tsx', '--test-concurrency=1', `--test-timeout=${testTimeoutMs}`],
    env: environment,
  }));
remove();

// `npm run test:cluster`: the same program against a real Kubernetes with real Flink. CONTRIBUTING.md has the variables.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';

if (!process.env.FLINK_TUI_TEST_KUBECONFIG) {
  console.log('FLINK_TUI_TEST_KUBECONFIG is not set: no cluster, nothing tested. See CONTRIBUTING.md.');
  process.exit(2);
}

function run(command, args) {
  return new Promise((resolve) => {
    spawn(command, args, { stdio: 'inherit', env: environment }).on('close', (code) => resolve(code ?? 1));
  });
}

const environment = { ...process.env };
for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'KUBECONFIG', 'TMUX', 'INK_SCREEN_READER'])
  delete environment[name];

const wanted = process.argv.slice(2);
const files = readdirSync('test/cluster')
  .filter((file) => /\.test\.ts$/.test(file) && (wanted.length === 0 || wanted.some((word) => file.includes(word))))
  .sort()
  .map((file) => `test/cluster/${file}`);

process.exitCode =
  (await run('node', ['.ci/build.mjs'])) ||
  // One file at a time: they share one small cluster, and some make it misbehave.
  (await run('node', ['--import=tsx', '--test', '--test-concurrency=1', '--test-reporter=spec', ...files]));

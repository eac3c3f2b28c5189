import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { programFile, startProgram } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo();
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

/** Attaches, shows the logs of two pods and quits. Resolves with the cache directory and the final screen. */
async function attachAndQuit(context: TestContext, ...options: readonly string[]) {
  const cache = await temporaryFolder(context);
  const attach = [programFile(), 'attach', demo.clusterId, '--kubeconfig', kubeconfig, ...options];
  // The shell keeps the terminal open until all output has arrived.
  const script = '"$@"; echo "code $?"; read -r answer';
  const program = startProgram([], {
    columns: 200,
    rows: 50,
    env: { XDG_CACHE_HOME: cache },
    command: { file: 'bash', args: ['-c', script, 'bash', process.execPath, ...attach] },
  });
  context.after(program.hangUp);
  await program.sees(/\d\d:\d\d:\d\d,?\d* +INFO/);
  program.press('j'); // from the JobManager to the first TaskManager
  await program.sees(/Logs of taskmanager-1-1 .*\b(INFO|ALERT) /s);
  program.press('q');
  await program.sees(/^code 0$/m);
  return { cache, screen: program.screen() };
}

test('the directory of the kept logs is printed at the end, and only the user can read it', async (context) => {
  const { cache, screen } = await attachAndQuit(context, '--keep-logs');
  const folder = /Logs kept in (\S+)/.exec(screen)?.[1] ?? '';
  assert.ok(folder.startsWith(join(cache, 'flink-tui', 'logs', demo.clusterId)), screen);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  const text = logs.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
  // Only the newest part of a long log is kept, so the exact lines depend on the age of the demo.
  assert.match(text, /^\d{4}-\d\d-\d\dT\S+Z \d{4}-\d\d-\d\d .* INFO +org\.apache\.flink\./m);
  assert.ok(
    logs.some((name) => name.includes('taskmanager-1-1')),
    logs.join('\n'),
  );
});

test('without --keep-logs, no logs remain and no directory is printed', async (context) => {
  const { cache, screen } = await attachAndQuit(context);
  assert.doesNotMatch(screen, /kept/);
  const logs = join(cache, 'flink-tui', 'logs');
  assert.deepEqual(existsSync(logs) ? readdirSync(logs, { recursive: true }) : [], []);
});

test('--log-dir sets the directory of kept logs', async (context) => {
  const folder = await temporaryFolder(context);
  const { screen } = await attachAndQuit(context, '--keep-logs', '--log-dir', folder);
  assert.match(screen, new RegExp(`Logs kept in ${folder}/`));
});

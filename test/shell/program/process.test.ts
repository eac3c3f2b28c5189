import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import type { Demo } from '../../../src/demo/demo.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { programFile } from '../../support/program.ts';
import { runProgram } from '../../support/run-program.ts';

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo();
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

const env = { XDG_CONFIG_HOME: '/nowhere', KUBECONFIG: '' };

/** Starts the built program. The test ends it with a signal or by closing its output. */
function start(args: readonly string[]) {
  const child = spawn(process.execPath, [programFile(), ...args], { env: { ...process.env, ...env } });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number);
  /** Waits for this output. Fails if the program ends first. */
  async function prints(stream: keyof typeof output, pattern: RegExp): Promise<void> {
    const early = ended.then(() => assert.fail(`ended without ${pattern}: ${output.stdout}${output.stderr}`));
    early.catch(() => undefined); // The program may end later, when no test waits for it.
    while (!pattern.test(output[stream])) await Promise.race([once(child[stream], 'data'), early]);
  }
  return { child, output, prints, ended };
}

test('exits with 0 and no message when its output is closed', async () => {
  const { child, output, prints, ended } = start(['logs', demo.clusterId, '-f', '--kubeconfig', kubeconfig]);
  await prints('stdout', /INFO/);
  child.stdout.destroy();
  assert.equal(await ended, 0);
  assert.equal(output.stderr, '');
});

test('Ctrl-C ends logs -f with exit code 130', async () => {
  const { child, output, prints, ended } = start(['logs', demo.clusterId, '-f', '--kubeconfig', kubeconfig]);
  await prints('stdout', /INFO/);
  child.kill('SIGINT');
  assert.equal(await ended, 130);
  assert.equal(output.stderr, '');
});

test('without a kubeconfig, the error names the missing file and suggests the demo', async () => {
  const { exitCode, stdout, stderr } = await runProgram(['list', 'x'], { env: { ...env, HOME: '/nowhere' } });
  assert.equal(exitCode, 3);
  assert.equal(stdout, '');
  assert.match(stderr, /^flink-tui: .*\/nowhere\/\.kube\/config/);
  assert.match(stderr, /flink-tui demo/);
});

test('without a subcommand and without a terminal, lists the clusters of all namespaces', async () => {
  const { exitCode, stdout, stderr } = await runProgram(['--kubeconfig', kubeconfig, '-o', 'json'], { env });
  assert.equal(exitCode, 0, stderr);
  const clusters: readonly { clusterId: string; mode: string; namespace: string; beingDeletedSince: null }[] =
    JSON.parse(stdout);
  assert.ok(clusters.some(({ clusterId, mode }) => clusterId === demo.clusterId && mode === 'session'));
  assert.ok(clusters.some(({ mode }) => mode === 'application'));
  assert.ok(clusters.every(({ beingDeletedSince }) => beingDeletedSince === null));
  assert.ok(new Set(clusters.map(({ namespace }) => namespace)).size > 1);
});

test('demo without a terminal reads commands for the simulated cluster', async () => {
  const { exitCode, stdout, stderr } = await runProgram(['demo'], { input: 'list\n', env });
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^STATE .*\nRUNNING /);
});

test('demo --serve prints a kubeconfig that works until Ctrl-C', async () => {
  const { child, output, prints, ended } = start(['demo', '--serve']);
  await prints('stderr', /export KUBECONFIG=.*\n/);
  const file = /export KUBECONFIG=(.*)/.exec(output.stderr)?.[1] ?? '';
  assert.equal(parse(output.stdout).kind, 'Config');
  const { exitCode, stdout } = await runProgram(['clusters', '-o', 'name', '--kubeconfig', file], { env });
  assert.equal(exitCode, 0);
  assert.ok(stdout.includes(demo.clusterId));
  child.kill('SIGINT');
  assert.equal(await ended, 130);
  assert.equal(existsSync(file), false, 'the kubeconfig file is removed');
});

test('the built program writes and reads YAML: permissions, -o yaml and a config file', async () => {
  const permissions = await runProgram(['permissions', '-n', 'flink'], { env });
  assert.equal(permissions.exitCode, 0, permissions.stderr);
  const [role, binding] = parseAllDocuments(permissions.stdout).map((document) => document.toJS());
  assert.equal(role.metadata.namespace, 'flink');
  assert.equal(binding.roleRef.name, role.metadata.name);

  const list = await runProgram(['list', demo.clusterId, '-o', 'yaml', '--kubeconfig', kubeconfig], { env });
  assert.equal(list.exitCode, 0, list.stderr);
  assert.ok(parse(list.stdout).length > 0);

  const folder = mkdtempSync(join(tmpdir(), 'flink-tui-config-'));
  mkdirSync(join(folder, 'flink-tui'));
  writeFileSync(join(folder, 'flink-tui', 'config.yaml'), 'namespace: nowhere\n');
  const configured = { ...env, XDG_CONFIG_HOME: folder };
  const clusters = await runProgram(['list', demo.clusterId, '--kubeconfig', kubeconfig], { env: configured });
  assert.equal(clusters.exitCode, 3);
  assert.match(clusters.stderr, /in namespace nowhere/);
});

test('completes ids, jobs, pods, loggers and namespaces from the cluster, and contexts from the kubeconfig', async () => {
  const complete = async (...words: string[]) =>
    (await runProgram(['complete', '--', '--kubeconfig', kubeconfig, ...words], { env })).stdout.split('\n');
  assert.ok((await complete('attach', '')).includes(`${demo.clusterId}\tsession cluster`));
  assert.match((await complete('cancel', demo.clusterId, '')).join('\n'), /^[0-9a-f]{32}\tOrder enrichment [A-Z]+$/m);
  const pods = (await complete('logs', demo.clusterId, '')).join('\n');
  assert.match(pods, /^taskmanager-1-1\ttaskmanager Running$/m);
  assert.match(pods, /^[0-9a-z]+-[0-9a-z]{5}\tjobmanager Running$/m);
  assert.match((await complete('log-level', demo.clusterId, 'ro')).join('\n'), /^root\tINFO$/m);
  const [, context] = /current-context: (\S+)/.exec(demo.kubeconfig()) ?? [];
  assert.match(
    (await complete('--context', '')).join('\n'),
    new RegExp(`^${context}\tcluster \\S+ \\(current\\)$`, 'm'),
  );
  assert.deepEqual(await complete('-n', 'ana'), ['analytics\t', '']);
  assert.deepEqual(await complete('list', demo.clusterId, '--namespace=ana'), ['--namespace=analytics\t', '']);
  const nobody = ['complete', '--', '--kubeconfig', demoKubeconfig(demo, 'nobody'), '-n', ''];
  const { stdout } = await runProgram(nobody, { env });
  assert.equal(
    stdout,
    'default\t\n',
    'without permission to list namespaces, the namespaces of the contexts are completed',
  );
});

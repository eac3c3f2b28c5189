import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { startProgram } from '../support/program.ts';
import { runProgram } from '../support/run-program.ts';
import { startSocksProxy } from '../support/socks-proxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo();
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

const skipByVariable = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
const warning = (reason: string) => `warning: insecure connection: TLS certificates are not verified (${reason})\n`;

async function environment(t: TestContext) {
  const state = await temporaryFolder(t);
  return {
    env: { XDG_CONFIG_HOME: '/nowhere', XDG_STATE_HOME: state, KUBECONFIG: '' },
    log: () => readFileSync(join(state, 'flink-tui', 'flink-tui.log'), 'utf8'),
  };
}

/** Writes a changed copy of the demo's kubeconfig. Returns the file's path. */
function changedKubeconfig(change: (text: string) => string): string {
  const file = demoKubeconfig(demo);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return file;
}
const skippingVerification = () =>
  changedKubeconfig((text) => text.replace(/certificate-authority-data: .*/, 'insecure-skip-tls-verify: true'));

test("Node's warnings go to the log file, and a subcommand warns once about the insecure connection", async (t) => {
  const { env, log } = await environment(t);
  const args = ['list', demo.clusterId, '-o', 'name', '--kubeconfig', kubeconfig];
  const { exitCode, stderr } = await runProgram(args, { env: { ...env, ...skipByVariable } });
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: warning('NODE_TLS_REJECT_UNAUTHORIZED=0') });
  assert.match(log(), /list Warning: Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to '0'/);
});

test('each connecting command warns once about insecure-skip-tls-verify, but permissions does not', async (t) => {
  const { env } = await environment(t);
  const file = skippingVerification();
  const stderrOf = async (args: readonly string[], input = '') =>
    (await runProgram([...args, '--kubeconfig', file], { env, input })).stderr;
  const expected = warning('insecure-skip-tls-verify in the kubeconfig');
  assert.equal(await stderrOf(['clusters']), expected);
  assert.equal(await stderrOf(['list', demo.clusterId]), expected);
  assert.equal(await stderrOf(['doctor', demo.clusterId, '-o', 'json']), expected);
  assert.equal(await stderrOf(['attach', demo.clusterId], 'list\nlist\n'), expected);
  assert.equal(await stderrOf(['permissions']), '');
  const missing = await stderrOf(['list', 'no-such-cluster']);
  assert.ok(missing.startsWith(expected), missing);
});

test('status and doctor name the setting that disables verification', async (t) => {
  const { env } = await environment(t);
  const run = async (name: string) =>
    (await runProgram([name, demo.clusterId, '--kubeconfig', skippingVerification()], { env })).stdout;
  const reason = /insecure: certificates are not verified \(insecure-skip-tls-verify in the kubeconfig\)/;
  assert.match(await run('status'), reason);
  const doctor = await run('doctor');
  assert.match(doctor, reason);
  assert.match(doctor, /and set certificate-authority to/);
});

test('a verified connection causes no warning', async (t) => {
  const { env } = await environment(t);
  const { stderr } = await runProgram(['list', demo.clusterId, '--kubeconfig', kubeconfig], { env });
  assert.equal(stderr, '');
});

test('list works through a SOCKS proxy without a warning', async (t) => {
  const { env } = await environment(t);
  const proxy = await startSocksProxy(t);
  const file = changedKubeconfig((text) => text.replace(/^( *)server: .*$/m, `$&\n$1proxy-url: ${proxy}`));
  const args = ['list', demo.clusterId, '-o', 'name', '--kubeconfig', file];
  const { exitCode, stdout, stderr } = await runProgram(args, { env });
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
  assert.match(stdout, /^[0-9a-f]{32}$/m);
});

test("the header shows an insecure connection, and Node's warning is not on the screen", async (t) => {
  const { env, log } = await environment(t);
  const program = startProgram(['attach', demo.clusterId, '--kubeconfig', kubeconfig], {
    env: { ...env, ...skipByVariable },
  });
  t.after(program.hangUp);
  await program.sees(/RUNNING/);
  await program.sees((screen) => /^ ?my-first-flink-cluster {2}INSECURE TLS {2}namespace/.test(screen));
  assert.doesNotMatch(program.screen(), /Warning|node:/);
  assert.match(log(), /attach Warning: Setting the NODE_TLS_REJECT_UNAUTHORIZED/);
  program.press('q');
  assert.equal((await program.exited).exitCode, 0);
  assert.doesNotMatch(program.screen(), /Warning|node:/);
});

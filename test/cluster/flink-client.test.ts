import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { findProgram } from '../support/find-program.ts';

// Not part of `npm test`, because every command starts a JVM. test/contract/flink-client.ts sends the same requests
// without Flink's client.

const { FLINK_HOME: flinkHome, FLINK_TUI_TEST_KUBECTL } = process.env;
const kubectl = findProgram([FLINK_TUI_TEST_KUBECTL, 'kubectl'], ['version', '--client']) ?? '';
const flink = findProgram([flinkHome && join(flinkHome, 'bin', 'flink'), 'flink'], ['--version']) ?? '';
const missing = Object.entries({ kubectl, flink }).flatMap(([name, file]) => (file === '' ? [name] : []));
const skip = missing.length > 0 && `not found on this machine: ${missing.join(', ')}`;

/**
 * Forwards a local port to the REST Service of a simulated session with `kubectl port-forward`. Resolves to the local
 * address.
 */
async function forwardRest(t: TestContext, demo: Demo): Promise<string> {
  const args = ['--kubeconfig', demoKubeconfig(demo), 'port-forward', '--address=127.0.0.1'];
  const child = spawn(kubectl, [...args, `service/${demo.clusterId}-rest`, ':8081']);
  t.after(() => child.kill());
  const { value = '' } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  return /^Forwarding from (\S+) ->/.exec(value)?.[1] ?? '';
}

test("Flink's own client lists jobs, takes a savepoint, and stops and cancels jobs on the simulated cluster", {
  skip,
}, async (t) => {
  const demo = await startDemo({ speed: 50, scenario: { jobs: 'none' } });
  t.after(() => demo.close());
  const [first, second] = [demo.submitJob('first job'), demo.submitJob('second job')];
  const address = await forwardRest(t, demo);
  const run = async (action: string, ...args: readonly string[]) => {
    const { stdout } = await promisify(execFile)(flink, [action, '-m', address, ...args]);
    return stdout;
  };
  const running = await run('list');
  assert.match(running, new RegExp(` : ${first} : first job \\(RUNNING\\)$`, 'm'));
  assert.match(running, new RegExp(` : ${second} : second job \\(RUNNING\\)$`, 'm'));
  assert.match(await run('savepoint', first), /^Savepoint completed\. Path: file:\S+\/savepoint-/m);
  assert.match(await run('stop', first), /^Savepoint completed\. Path: file:\S+\/savepoint-/m);
  assert.match(await run('cancel', second), new RegExp(`^Cancelled job ${second}\\.$`, 'm'));
  const all = await run('list', '-a');
  assert.match(all, /first job \(FINISHED\)$/m);
  assert.match(all, /second job \(CANCELED\)$/m);
  await assert.rejects(run('cancel', '0'.repeat(32)), /Could not find Flink job \(0{32}\)/);
});

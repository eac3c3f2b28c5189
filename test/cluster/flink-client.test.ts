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

// Here, as a JVM for each word is much for `npm test`. What it sends is held to both servers in
// test/contract/flink-client.ts, without it.

const { FLINK_HOME: flinkHome, FLINK_TUI_TEST_KUBECTL } = process.env;
const kubectl = findProgram([FLINK_TUI_TEST_KUBECTL, 'kubectl'], ['version', '--client']) ?? '';
const flink = findProgram([flinkHome && join(flinkHome, 'bin', 'flink'), 'flink'], ['--version']) ?? '';
const missing = Object.entries({ kubectl, flink }).flatMap(([name, file]) => (file === '' ? [name] : []));
const skip = missing.length > 0 && `not on this machine: ${missing.join(', ')}`;

/** The address of a simulated session's REST API, by `kubectl port-forward` to its Service. */
async function forwardRest(t: TestContext, demo: Demo): Promise<string> {
  const words = ['--kubeconfig', demoKubeconfig(demo), 'port-forward', '--address=127.0.0.1'];
  const child = spawn(kubectl, [...words, `service/${demo.clusterId}-rest`, ':8081']);
  t.after(() => child.kill());
  const { value = '' } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  return /^Forwarding from (\S+) ->/.exec(value)?.[1] ?? '';
}

test("on the simulated cluster Flink's own client lists, takes a savepoint, stops and cancels", { skip }, async (t) => {
  const demo = await startDemo({ speed: 50, scenario: { jobs: 'none' } });
  t.after(() => demo.close());
  const [first, second] = [demo.submitJob('first job'), demo.submitJob('second job')];
  const address = await forwardRest(t, demo);
  const run = async (action: string, ...words: readonly string[]) => {
    const { stdout } = await promisify(execFile)(flink, [action, '-m', address, ...words]);
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

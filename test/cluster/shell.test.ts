import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import type { Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { type Program, startProgram } from '../support/program.ts';

const clusterId = 'flink-tui-test-shell';
const namespace = 'default';
let kubernetes: KubernetesApi;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
});
after(async () => {
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

const start = (args: readonly string[]): Program =>
  startProgram([...args, '--kubeconfig', cluster.kubeconfig()], { columns: 120, rows: 24 });

const prompt = /flink@\S+\$ $/m;

/** The width of the header of `top`, which fills the row. */
function headerWidth({ terminal }: Program): number {
  const { active } = terminal.buffer;
  for (let row = 0; row < terminal.rows; row += 1) {
    const line = active.getLine(active.viewportY + row);
    if (line?.translateToString(true).includes('COMMAND') !== true) continue;
    let width = 0;
    while (line.getCell(width)?.isInverse()) width += 1;
    return width;
  }
  return 0;
}

test('shell runs top, follows a resize, handles Ctrl-C and returns the exit code', { timeout: 60_000 }, async () => {
  const program = start(['shell', clusterId]);
  await program.sees(prompt);
  program.press('top\r');
  await program.sees(() => headerWidth(program) === 120);
  program.resize(100, 30);
  await program.sees(() => headerWidth(program) === 100);
  program.press('q');
  await program.sees(prompt);
  program.press('echo $TERM; stty size\r');
  await program.sees(/^xterm-256color\n30 100$/m);
  program.press('sleep 1000\r');
  await program.sees(/sleep 1000\n/);
  program.press('\x03');
  await program.sees(/\^C\nflink@\S+\$ $/m);
  program.press('exit 7\r');
  assert.deepEqual(await program.exited, { exitCode: 7, signal: undefined });
});

test('a shell in a pod that is deleted gives the terminal back', { timeout: 60_000 }, async () => {
  const labelSelector = `app=${clusterId},component=jobmanager`;
  const [pod] = await kubernetes.list<Pod>({ resource: resources.pods, namespace, labelSelector });
  const name = pod?.metadata?.name ?? '';
  const program = start(['shell', clusterId, name]);
  await program.sees(prompt);
  program.press('top\r');
  await program.sees(() => headerWidth(program) === 120);
  await kubernetes.delete({ resource: resources.pods, namespace, name }, { propagation: 'Background' });
  assert.deepEqual(await program.exited, { exitCode: 5, signal: undefined });
  assert.match(
    program.screen(),
    new RegExp(`^flink-tui: Shell in ${name} ended: the pod was deleted\n {2}Run pods`, 'm'),
  );
  assert.equal(program.isCursorHidden(), false);
  assert.equal(program.terminal.modes.applicationCursorKeysMode, false);
});

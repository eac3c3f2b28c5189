import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { programFile, startProgram } from '../support/program.ts';
import { stateFolder } from '../support/state-folder.ts';

test('after q, the terminal shows what was done, what remains and what still runs', async (context) => {
  const demo = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
  context.after(() => demo.close());
  demo.submitJob('orders', { checkpoints: true });
  const attach = [programFile(), 'attach', demo.clusterId, '--kubeconfig', demoKubeconfig(demo)];
  const program = startProgram([], {
    columns: 160,
    env: { XDG_STATE_HOME: stateFolder(), FORCE_COLOR: '', NO_COLOR: '' },
    // The shell keeps the terminal open until all output has arrived.
    command: {
      file: 'bash',
      args: ['-c', '"$@"; echo "code $?"; read -r answer', 'bash', process.execPath, ...attach],
    },
  });
  context.after(program.hangUp);
  await program.sees(/RUNNING +2\/2/);
  program.press(':savepoint orders\r');
  await program.sees('Savepoint of orders: ');
  program.press(':port-forward :0\r');
  await program.sees('Port forwards (1)');
  program.press('q');
  program.press(':log-level org.late TRACE --no-wait\r');
  await program.sees('Set org.late to TRACE?');
  await program.sees(/^ y set TRACE/m);
  program.press('y');
  await program.sees('late is TRACE');
  await program.sees('levels: late TRACE');
  program.press('q');
  await program.sees(/^code 0$/m);
  const printed = program.screen().trim().split('\n');
  assert.match(printed[0] ?? '', /^✓ Savepoint of orders: [\d.]+ [KM]?i?B in [\d.]+ s$/);
  assert.match(printed[1] ?? '', /^ {2}file:\/storage\/savepoints\/savepoint-\w+-\w+$/);
  assert.match(printed[2] ?? '', /^· Closed the forward http:\/\/127\.0\.0\.1:\d+ to the Web UI$/);
  assert.equal(printed[3], '! org.late stays at TRACE');
  assert.equal(printed[4], `  Revert now: flink-tui log-level ${demo.clusterId} -n ${demo.namespace} org.late --undo`);
  assert.deepEqual(printed.slice(5), ['code 0']);
});

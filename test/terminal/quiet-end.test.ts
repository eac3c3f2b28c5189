import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { startProgram } from '../support/program.ts';
import { stateFolder } from '../support/state-folder.ts';

test('an error that the screen has shown is not printed again after q', async (context) => {
  const demo = await startDemo({ speed: 10, scenario: { jobs: 'none', hasSavepointDirectory: false } });
  context.after(() => demo.close());
  const folder = stateFolder();
  await demo.submitJob('Word Count');
  const program = startProgram(['attach', demo.clusterId, '--kubeconfig', demoKubeconfig(demo)], {
    env: { XDG_STATE_HOME: folder },
  });
  context.after(program.hangUp);
  await program.sees(/RUNNING +2\/2/);
  program.press(':savepoint "Word Count"\r');
  await program.sees('✕ Failed');
  program.press('\x1b');
  await program.sees((screen) => screen.includes('q quit') && !screen.includes('✕ Failed'));
  program.press('q');
  assert.equal((await program.exited).exitCode, 0);
  assert.match(readFileSync(join(folder, 'flink-tui', 'flink-tui.log'), 'utf8'), /FlinkError/);
  assert.doesNotMatch(program.screen(), /Details: /);
});

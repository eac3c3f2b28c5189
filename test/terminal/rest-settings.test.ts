import { test } from 'node:test';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { startProgram } from '../support/program.ts';
import { stateFolder } from '../support/state-folder.ts';

test('the REST settings apply only to the first cluster, also after switching away and back', async (context) => {
  const demo = await startDemo({ scenario: { hasMoreSessions: true } });
  context.after(() => demo.close());
  // Nothing listens on port 9 (discard).
  const args = ['attach', demo.clusterId, '--kubeconfig', demoKubeconfig(demo), '--rest-url', 'http://127.0.0.1:9'];
  const program = startProgram(args, { env: { XDG_STATE_HOME: stateFolder() } });
  context.after(program.hangUp);
  const switchTo = async (clusterId: string) => {
    program.press('K');
    await program.sees(new RegExp(`^.*${clusterId} .*ready`, 'm'));
    program.press(`/${clusterId}\r`);
    await program.sees(`/${clusterId}`);
    program.press('\r');
  };
  await program.sees(/my-first-flink-cluster [\s\S]*nothing listens there/);
  await switchTo('clickstream');
  await program.sees(/^ clickstream [\s\S]*Flink REST ● live/);
  await switchTo('my-first-flink-cluster');
  await program.sees(/^ my-first-flink-cluster [\s\S]*nothing listens there/);
});

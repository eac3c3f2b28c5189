import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { startProgram } from '../support/program.ts';

const everyMs = 50;
const durationMs = 3000;

const demos = new Map<string, Demo>();
before(async () => {
  demos.set('jobs', await startDemo({ speed: 1 }));
  demos.set('no jobs', await startDemo({ speed: 1, scenario: { jobs: 'none' } }));
});
after(() => Promise.all([...demos.values()].map((demo) => demo.close())));

const attachTo = (name: string) => {
  const demo = demos.get(name);
  if (demo === undefined) throw new Error(`no demo with ${name}`);
  return ['attach', demo.clusterId, '--kubeconfig', demoKubeconfig(demo)];
};

const starts: { readonly [what: string]: () => readonly string[] } = {
  'in a session without jobs': () => attachTo('no jobs'),
  'without REST': () => [...attachTo('jobs'), '--rest-url', 'http://127.0.0.1:1'],
  'in the demo': () => ['demo'],
};

for (const [what, start] of Object.entries(starts)) {
  test(`the help opens after zooming every ${everyMs} ms for ${durationMs} ms ${what}, at widths 60 to 200`, async () => {
    for (let columns = 60; columns <= 200; columns += 10) {
      // Every second run zooms the jobs pane instead of the pods pane.
      const program = startProgram(start(), { columns, rows: columns < 120 ? 24 : 40 });
      if (columns % 20 === 0) program.press('\t');
      for (let elapsed = 0; elapsed < durationMs; elapsed += everyMs) {
        program.press('z');
        await pause(everyMs);
      }
      program.press('?');
      await program.sees('━ Help ━');
      program.press('\x03');
      await program.exited;
    }
  });
}

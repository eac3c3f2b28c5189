import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { runProgram } from '../support/run-program.ts';
import { buildExample, checkExample, workedExample } from '../support/worked-example.ts';

test('a new command changes at most four source files and works in every frontend without a screen', async (context) => {
  const example = await workedExample(context, 'Adding a command');
  assert.ok(example.files.length > 0 && example.files.length <= 4, example.files.join());
  await Promise.all([checkExample(example), buildExample(example)]);

  const demo = await startDemo();
  context.after(() => demo.close());
  const run = async (words: string, input = '') => {
    const args = [...words.split(' '), '--kubeconfig', demoKubeconfig(demo), '-n', demo.namespace];
    const { stdout, stderr, exitCode } = await runProgram(args, { root: example.folder, input });
    assert.equal(exitCode, 0, stderr);
    return stdout;
  };
  const id = demo.clusterId;
  assert.match(await run('help'), /^ {2}hello CLUSTER-ID \[JOB\] +Greet/m);
  assert.match(await run('help hello'), /^ +--shout +Use capital letters$/m);
  assert.equal(await run(`hello ${id}`), `hello ${id}\n`);
  assert.equal(await run(`hello ${id} orders --shout`), 'HELLO ORDERS\n');
  assert.deepEqual(JSON.parse(await run(`hello ${id} -o json`)), { greeting: `hello ${id}` });
  assert.equal(
    await run(`attach ${id}`, 'hello\nhello orders\nhelp hello\n').then((out) => out.split('\nhello: ')[0]),
    `hello ${id}\nhello orders`,
  );
  const complete = async (words: string) =>
    (await runProgram(['complete', '--', ...words.split(' ')], { root: example.folder })).stdout;
  assert.equal(
    await complete('hel'),
    'hello\tGreet the cluster or a job\nhelp\tPrint help for flink-tui or a subcommand\n',
  );
  assert.equal(await complete(`hello ${id} --sh`), '--shout\tUse capital letters\n');
});

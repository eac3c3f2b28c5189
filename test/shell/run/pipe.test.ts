import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { exitCodeOf } from '../../../src/commands/record/command-error.ts';
import type { OutputFormat } from '../../../src/commands/record/output-format.ts';
import type { Demo, DemoScenario } from '../../../src/demo/demo.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { createPrintFailure } from '../../../src/shell/program/failure.ts';
import { Interrupted } from '../../../src/shell/program/interrupt.ts';
import { runPipe } from '../../../src/shell/run/pipe.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { eventually } from '../../support/eventually.ts';
import { fakeStreams } from '../fake-streams.ts';

let demo: Demo;
const demos: Demo[] = [];
async function start(scenario: DemoScenario = {}): Promise<Demo> {
  const started = await startDemo({ speed: 30, scenario });
  demos.push(started);
  return started;
}
before(async () => {
  demo = await start();
});
after(async () => {
  for (const started of demos) {
    // No command may create an object. Access reviews are not stored objects.
    const created = started
      .requests()
      .filter(({ method, path }) => method === 'POST' && !/portforward|selfsubjectaccessreviews$/.test(path));
    assert.deepEqual(created, []);
    await started.close();
  }
});

type Pipe = {
  readonly user?: 'admin' | 'viewer' | 'nobody';
  readonly clusterId?: string;
  readonly format?: OutputFormat;
  readonly signal?: AbortSignal;
};

/** Starts `attach` without a terminal. */
function attach(to: Demo, { user = 'admin', clusterId = to.clusterId, format = 'text', signal }: Pipe = {}) {
  const streams = fakeStreams();
  const options = { streams, format, signal: signal ?? new AbortController().signal };
  const connect = async () => {
    const kubernetes = await connectKubernetes({ file: demoKubeconfig(to, user), env: {} });
    const connection = await connectSession(kubernetes, { clusterId, namespace: to.namespace }, options.signal);
    const close = async () => {
      await connection.close();
      await kubernetes.close();
    };
    return { ...connection, close };
  };
  const ended = runPipe(connect, options, createPrintFailure(streams, '/dev/null/none', options.signal));
  return { ...streams, ended };
}

/** Attaches, sends the input, and waits for the end. */
async function type(to: Demo, input: string, pipe?: Pipe) {
  const attached = attach(to, pipe);
  attached.stdin.end(input);
  return { exitCode: await attached.ended, out: attached.out(), err: attached.err() };
}

test('ignores blank lines, comments, spaces and CRs around a command', async () => {
  const { exitCode, out, err } = await type(demo, '\n  help  \r\n\n# a comment\n');
  assert.equal(exitCode, 0);
  assert.match(out, /cancel/);
  assert.equal(out, (await type(demo, 'help')).out);
  assert.equal(err, '');
});

test('-o sets the output format of one line', async () => {
  const { exitCode, out, err } = await type(demo, 'list -o json\npods --output=name\nlist -o xml\n');
  assert.equal(exitCode, 2);
  assert.match(err, /invalid value 'xml' for --output: must be one of text, wide, json, yaml, name/);
  const [json = '', names = ''] = out.split(/(?<=^\])\n/m);
  assert.ok(Array.isArray(JSON.parse(json)));
  assert.match(names, new RegExp(`^${demo.clusterId}-\\S+$`, 'm'));
});

test('attach, status and stop report that the cluster is an application cluster', async () => {
  const { exitCode, out, err } = await type(demo, 'status\nstop --dry-run\n', { clusterId: 'fraud-detection' });
  assert.equal(exitCode, 0);
  assert.equal(err, 'fraud-detection is an application cluster: it ends with its job\n');
  assert.match(out, /^kind +application cluster/m);
  assert.match(out, /^Stop application cluster fraud-detection/m);
  assert.match(out, /^warning: This is an application cluster: stopping it also ends its job\.$/m);
});

test('runs each command as its line arrives, one after the other', async () => {
  const running = await start();
  const id = running.submitJob('To Cancel');
  const attached = attach(running);
  attached.stdin.write('list\n');
  await eventually('the job in the list', () => attached.out().includes(id), { state: attached.err });
  attached.stdin.end(`cancel ${id}\nlist\n`);
  assert.equal(await attached.ended, 0, attached.err());
  const [, afterCancel = ''] = attached.out().split(`CANCELED  ${id}`);
  assert.notEqual(afterCancel, '', attached.out());
  assert.doesNotMatch(afterCancel, new RegExp(id), 'the second list does not contain the job');
});

test('an unknown command suggests the nearest ones, and the next line runs', async () => {
  const { exitCode, out, err } = await type(demo, 'lsit\nhelp quit\n');
  assert.equal(exitCode, 2);
  assert.equal(err, "flink-tui: unknown command 'lsit'\n  Did you mean list or quit?\n");
  assert.match(out, /^quit/);
});

test('the exit code is the exit code of the last failed command', async () => {
  assert.equal((await type(demo, 'lsit\ncancel no-such-job\nhelp\n')).exitCode, 3);
});

test('quit ends the session before further lines', async () => {
  const attached = attach(demo);
  attached.stdin.write('quit\nlist\n');
  assert.equal(await attached.ended, 0);
  assert.equal(attached.out(), '');
});

test('an empty argument is a usage error, and nothing is deleted', async () => {
  const running = await start();
  const { exitCode, err } = await type(running, 'stop ""\nsavepoint job --savepoint-dir ""\n');
  assert.equal(exitCode, 2);
  assert.match(err, /^flink-tui: stop requires a non-empty JOB$/m);
  assert.match(err, /^flink-tui: --savepoint-dir requires a non-empty DIR$/m);
  assert.deepEqual(
    running.requests().filter(({ method }) => method === 'DELETE'),
    [],
  );
});

test('stop deletes the session cluster and ends the session, and attaching again exits with 3', async () => {
  const stopped = await start();
  const { exitCode, err } = await type(stopped, 'stop\nlist\n');
  assert.equal(exitCode, 0, err);
  assert.match(err, /^warning: /m);
  const deleted = stopped.requests().filter(({ method }) => method === 'DELETE');
  assert.deepEqual(
    deleted.map(({ path }) => path.replace(/\?.*/, '')),
    [`/apis/apps/v1/namespaces/${stopped.namespace}/deployments/${stopped.clusterId}`],
  );
  await assert.rejects(type(stopped, 'stop\n'), (error) => exitCodeOf(error) === 3);
});

test('-o json prints every result as JSON, and nothing else', async () => {
  const { out, err } = await type(demo, 'list\npods\n', { format: 'json' });
  const [jobs, pods] = JSON.parse(`[${out.replace(/^\]\n\[/m, '],[')}]`);
  assert.ok(jobs.length > 0 && pods.length > 0);
  assert.equal(err, '');
});

test('all lines use one connection', async () => {
  const before = demo.requests().length;
  await type(demo, 'list\nlist\nlist\n');
  const forwards = demo
    .requests()
    .slice(before)
    .filter(({ path }) => path.includes('portforward'));
  assert.equal(forwards.length, 1);
});

test('an unknown cluster-id fails with exit code 3 and suggests the nearest one', async () => {
  await assert.rejects(type(demo, 'list\n', { clusterId: demo.clusterId.slice(0, -1) }), (error: Error) => {
    assert.equal(exitCodeOf(error), 3);
    assert.match(failureText(error), new RegExp(`Did you mean ${demo.clusterId}`));
    return true;
  });
});

test('missing permissions exit with 4, and an unreachable API server exits with 5', async () => {
  await assert.rejects(type(demo, 'list\n', { user: 'nobody' }), (error) => exitCodeOf(error) === 4);
  const gone = await startDemo();
  await gone.close();
  await assert.rejects(type(gone, 'list\n'), (error: Error) => {
    assert.equal(exitCodeOf(error), 5);
    assert.match(error.message, new RegExp(new URL(gone.url).host));
    return true;
  });
});

test('an interrupt ends the wait for the next line', async () => {
  const interrupt = new AbortController();
  const attached = attach(demo, { signal: interrupt.signal });
  attached.stdin.write('help\n');
  await eventually('the help', attached.out);
  interrupt.abort(new Interrupted('SIGINT'));
  await assert.rejects(attached.ended, { exitCode: 130 });
});

function failureText(error: unknown): string {
  const streams = fakeStreams();
  createPrintFailure(streams, '/dev/null/none', new AbortController().signal)(error);
  return streams.err();
}

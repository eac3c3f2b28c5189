import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { type CommandError, exitCodeOf } from '../../../src/commands/record/command-error.ts';
import type { OutputFormat } from '../../../src/commands/record/output-format.ts';
import { findCommand } from '../../../src/commands/table.ts';
import type { Demo } from '../../../src/demo/demo.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { Interrupted } from '../../../src/shell/program/interrupt.ts';
import { runSubcommand } from '../../../src/shell/program/subcommand.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { fakeStreams } from '../fake-streams.ts';

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo({ speed: 30, scenario: { hasSavepointDirectory: false } });
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

const openKubernetes = () => connectKubernetes({ file: kubeconfig, env: {} });

/** Runs `flink-tui NAME ID ARGS…` with the name and arguments of the line. */
async function run(
  line: string,
  format: OutputFormat = 'text',
  { terminal = false, signal = new AbortController().signal, streams = fakeStreams({ terminal }) } = {},
) {
  const [name = '', ...args] = line.split(' ');
  const command = findCommand(name);
  assert.ok(command);
  let exitCode = 0;
  let error: Error | undefined;
  const connect = async () => {
    const kubernetes = await openKubernetes();
    const target = { clusterId: demo.clusterId, namespace: demo.namespace };
    const connection = await connectSession(kubernetes, target, signal);
    const close = async () => {
      await connection.close();
      await kubernetes.close();
    };
    return { ...connection, close };
  };
  try {
    exitCode = await runSubcommand(command, args, connect, { streams, format, signal });
  } catch (thrown) {
    error = thrown as Error;
    exitCode = exitCodeOf(error);
  }
  return { exitCode, error, out: streams.out(), err: streams.err() };
}

/** Returns the requests to the API server while `run` runs. */
async function requestsDuring(run: () => Promise<unknown>): Promise<readonly string[]> {
  const before = demo.requests().length;
  await run();
  return demo
    .requests()
    .slice(before)
    .map(({ method, path }) => `${method} ${path}`);
}

test('prints the same result in every format', async () => {
  const id = demo.submitJob('Formats');
  const { out: text } = await run('list');
  assert.match(text, new RegExp(`^STATE +ID +NAME.*\n(.*\n)*.*${id} +Formats`));
  assert.match((await run('list', 'wide')).out, /BY STATE/);
  const { out: names } = await run('list', 'name');
  assert.ok(names.trimEnd().split('\n').includes(id));
  const json = JSON.parse((await run('list', 'json')).out);
  assert.ok(json.some((job: { id: string; name: string }) => job.id === id && job.name === 'Formats'));
  const yaml = parse((await run('list', 'yaml')).out);
  assert.deepEqual(
    yaml.map((job: { id: string }) => job.id),
    json.map((job: { id: string }) => job.id),
  );
});

test('--dry-run prints the plan and changes nothing', async () => {
  const requests = await requestsDuring(async () => {
    const { exitCode, out, err } = await run('stop --dry-run');
    assert.equal(exitCode, 0, err);
    assert.match(out, new RegExp(demo.clusterId));
    assert.match(out, /^warning: /m);
    const { title, lines, warnings } = JSON.parse((await run('stop --dry-run', 'json')).out);
    assert.ok(title.includes(demo.clusterId) && lines.length > 0 && warnings.length > 0);
  });
  assert.deepEqual(
    requests.filter((request) => !/^GET |selfsubjectaccessreviews$/.test(request)),
    [],
    'all requests are reads or access reviews',
  );
});

test('rejects an unknown option before the first request', async () => {
  const requests = await requestsDuring(async () => {
    const { exitCode, error } = await run('cancel --tiemout 5s x');
    assert.equal(exitCode, 2);
    assert.match(error?.message ?? '', /unknown option '--tiemout'/);
    assert.match((error as CommandError).hints.join('\n'), /^Usage: flink-tui cancel CLUSTER-ID \[JOB...\]/m);
  });
  assert.deepEqual(requests, []);
});

test('prints progress to standard error only with text output', async () => {
  const { exitCode, out, err } = await run(`cancel ${demo.submitJob('Slow')}`);
  assert.equal(exitCode, 0, err);
  assert.match(out, /^STATE .*\nCANCELED /);
  assert.match(err, /Cancelling Slow/);
  const json = await run(`cancel ${demo.submitJob('Silent')}`, 'json');
  assert.equal(JSON.parse(json.out).jobs[0].state, 'CANCELED');
  assert.doesNotMatch(json.err, /Cancelling/);
});

test('an interrupted write reports that sent requests still take effect', async () => {
  const job = demo.submitJob('Interrupted');
  const interrupt = new AbortController();
  const streams = fakeStreams({
    onError: (text) => {
      if (/Cancelling/.test(text)) interrupt.abort(new Interrupted('SIGINT'));
    },
  });
  const { error, err } = await run(`cancel ${job}`, 'text', { signal: interrupt.signal, streams });
  assert.equal((error as Interrupted).exitCode, 130);
  assert.match(err, /Interrupted: requests that were already sent still take effect\n$/);
});

test('an error from Flink fails the command', async () => {
  const { exitCode, error } = await run(`savepoint ${demo.submitJob('Bare')}`);
  assert.equal(exitCode, 1);
  assert.match(error?.message ?? '', /savepoint/i);
});

test('reads and plans wait for a leader election', async () => {
  for (const line of ['list', `cancel ${demo.submitJob('Elected')}`]) {
    await demo.fault({ kind: 'rest', mode: 'unavailable' });
    const streams = fakeStreams({
      onError: (text) => {
        if (/waiting for leader election/.test(text)) void demo.fault({ kind: 'rest', mode: 'ok' });
      },
    });
    const { exitCode, err } = await run(line, 'text', { streams });
    assert.equal(exitCode, 0, err);
    assert.match(err, /^No leading JobManager: waiting for leader election$/m);
  }
});

test('a pipe gets the bytes of a log, and a terminal gets safe text', async () => {
  const kubernetes = await openKubernetes();
  const { namespace, clusterId } = demo;
  const labelSelector = `app=${clusterId},component=jobmanager`;
  const [leader] = await kubernetes.list({ resource: resources.pods, namespace, labelSelector });
  const pod = leader?.metadata?.name ?? '';
  const chunks: Uint8Array[] = [];
  const { signal } = new AbortController();
  for await (const chunk of await kubernetes.podLog({ namespace, pod }, signal)) chunks.push(chunk);
  await kubernetes.close();
  const log = Buffer.concat(chunks).toString();
  assert.ok(log.includes('\t'), 'the log contains tabs, which are printed as spaces on a terminal');

  // The log grows between the two reads.
  assert.ok((await run(`logs ${pod}`)).out.startsWith(log));
  assert.ok((await run(`logs ${pod}`, 'text', { terminal: true })).out.startsWith(log.replaceAll('\t', '  ')));
});

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { logLevel } from '../../../src/commands/log-level/log-level.ts';
import { exitCodeOf } from '../../../src/commands/record/command-error.ts';
import { findCommand } from '../../../src/commands/table.ts';
import type { Demo } from '../../../src/demo/demo.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import { flinkConfigMapName } from '../../../src/flink/names.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import type { ConfigMap } from '../../../src/kubernetes/objects.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { createPrintFailure } from '../../../src/shell/program/failure.ts';
import { Interrupted } from '../../../src/shell/program/interrupt.ts';
import { createLocalState } from '../../../src/shell/program/local-state.ts';
import { runSubcommand } from '../../../src/shell/program/subcommand.ts';
import { runPipe } from '../../../src/shell/run/pipe.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { eventually } from '../../support/eventually.ts';
import { fakeStreams } from '../fake-streams.ts';

const key = 'log4j-console.properties';
let demo: Demo;
let folder: string;
beforeEach(async () => {
  demo = await startDemo({ speed: 30, scenario: { jobs: 'none' } });
  folder = await mkdtemp(join(tmpdir(), 'flink-tui-state-'));
});
afterEach(async () => {
  await demo.close();
  await rm(folder, { recursive: true });
});

async function connect(user: 'admin' | 'viewer' = 'admin') {
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo, user), env: {} });
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const connection = await connectSession(kubernetes, target, new AbortController().signal);
  const close = async () => {
    await connection.close();
    await kubernetes.close();
  };
  return { ...connection, close };
}

async function readFile(): Promise<string> {
  const { kubernetes, close } = await connect();
  const { namespace, clusterId } = demo;
  const path = { resource: resources.configMaps, namespace, name: flinkConfigMapName(clusterId) };
  const { data } = await kubernetes.get<ConfigMap>(path);
  await close();
  return data?.[key] ?? '';
}

const runOptions = (streams = fakeStreams(), signal = new AbortController().signal) => ({
  streams,
  format: 'text' as const,
  signal,
  local: createLocalState({ XDG_STATE_HOME: folder }),
});

/** Runs `flink-tui NAME ID ARGS…` with the name and arguments of the line. */
async function subcommand(line: string, options = runOptions(), user?: 'viewer') {
  const [name = '', ...args] = line.split(' ');
  const run = runSubcommand(findCommand(name) ?? logLevel, args, () => connect(user), options);
  const exitCode = await run.catch(exitCodeOf);
  return { exitCode, out: options.streams.out(), err: options.streams.err() };
}

test('sets, lists and resets levels, with JSON output', async () => {
  const before = await readFile();
  const set = await subcommand('log-level org.apache.kafka DEBUG --no-wait -o json');
  assert.equal(set.exitCode, 0, set.err);
  const { levels, written, pods, until } = JSON.parse(set.out);
  assert.deepEqual(levels, [{ logger: 'org.apache.kafka', from: 'INFO', to: 'DEBUG' }]);
  assert.deepEqual([written, pods, until], [true, null, null]);
  const { pending } = JSON.parse((await subcommand('log-level -o json')).out);
  assert.deepEqual([pending.length, pending[0].logger, pending[0].level], [1, 'org.apache.kafka', 'DEBUG']);
  assert.match(pending[0].by, /^\S+@\S+$/);
  assert.match((await subcommand('log-level -o name')).out, /^root\n(.*\n)*org\.apache\.kafka\n/);
  assert.equal((await subcommand('log-level --reset --no-wait')).exitCode, 0);
  assert.equal(await readFile(), before);
});

for (const [line, exitCode, user] of [
  ['log-level root LOUD', 2, undefined],
  ['log-level --undo', 3, undefined],
  ['log-level root DEBUG', 4, 'viewer'],
] as const) {
  test(`${line}${user === undefined ? '' : ' without permission'} exits with ${exitCode}`, async () => {
    assert.equal((await subcommand(line, runOptions(), user)).exitCode, exitCode);
  });
}

for (const [moment, seen] of [
  ['while the level is set', /reverts in/],
  ['before the level is live', /in \d of \d pods/],
] as const) {
  test(`an interrupt of --for ${moment} reverts the level immediately and exits with 130`, async () => {
    const before = await readFile();
    const interrupt = new AbortController();
    const streams = fakeStreams({
      onError: (text) => {
        if (seen.test(text)) interrupt.abort(new Interrupted('SIGINT'));
      },
    });
    const run = subcommand('log-level org.apache.flink DEBUG --for 10m', runOptions(streams, interrupt.signal));
    const { exitCode, out, err } = await run;
    assert.equal(exitCode, 130);
    assert.match(out, /Reverted:\norg\.apache\.flink: INFO \(was DEBUG\)/);
    assert.doesNotMatch(err, /still take effect/);
    assert.equal(await readFile(), before);
  });
}

test('if the API server is down when --for ends, the level is reverted after the API server recovers', async () => {
  const before = await readFile();
  let fault: Promise<void> | undefined;
  const streams = fakeStreams({
    onError: (text) => {
      if (/reverts in/.test(text)) fault ??= demo.fault({ kind: 'unreachable', milliseconds: 3000 });
    },
  });
  const { out } = await subcommand('log-level root DEBUG --for 2s --timeout 1s', runOptions(streams));
  await fault;
  assert.match(streams.err(), /root is still DEBUG, retrying: /);
  assert.match(out, /^root: DEBUG \(was INFO\)\n(.*\n)*Reverted:\nroot: INFO \(was DEBUG\)$/m);
  assert.equal(await readFile(), before);
});

test('an interrupt while the API server is down reports the remaining level and the command to revert it', async () => {
  const interrupt = new AbortController();
  const streams = fakeStreams({
    onError: (text) => {
      if (!/reverts in/.test(text)) return;
      void demo
        .fault({ kind: 'unreachable', milliseconds: 8000 })
        .then(() => interrupt.abort(new Interrupted('SIGINT')));
    },
  });
  const options = runOptions(streams, interrupt.signal);
  const { exitCode, out } = await subcommand('log-level root DEBUG --for 10m --timeout 1s', options);
  assert.equal(exitCode, 130);
  assert.match(out, /^root is still DEBUG: no response within 5s$/m);
  const undo = `flink-tui log-level ${demo.clusterId} -n ${demo.namespace} root --undo`;
  assert.match(out, new RegExp(`^Revert the level with ${undo}$`, 'm'));
});

test('--for with --no-wait prints the next step to revert the level', async () => {
  const { out } = await subcommand('log-level root DEBUG --for 10m --no-wait');
  assert.match(out, /^Revert due in (10m|9m59s): attach a screen after that, or run log-level --overdue$/m);
});

test('other commands warn about overdue levels, and --overdue reverts them', async () => {
  const before = await readFile();
  await subcommand('log-level root WARN --for 1s --no-wait');
  const { err, exitCode } = await eventually('a warning', async () => {
    const pods = await subcommand('pods');
    return pods.err !== '' && pods;
  });
  assert.equal(exitCode, 0);
  assert.match(err, /^warning: root is still WARN: revert overdue by \S+, run .* --overdue$/m);
  // Each subcommand reads the API server's time again, which has a resolution of one second.
  await eventually('the level to be reverted', async () => {
    const reverted = await subcommand('log-level --overdue --no-wait');
    assert.doesNotMatch(reverted.err, /revert overdue/);
    return /^root: INFO \(was WARN\)$/m.test(reverted.out);
  });
  assert.equal(await readFile(), before);
  assert.doesNotMatch((await subcommand('pods')).err, /warning/);
});

test('through a pipe, runs the lines in order and exits with the code of the last failure', async () => {
  const before = await readFile();
  const options = runOptions();
  const ended = runPipe(connect, options, createPrintFailure(options.streams, '/dev/null/none', options.signal));
  options.streams.stdin.end(
    'log-level root DEBUG --no-wait\nlog-level root\nlog-level root LOUD\nlog-level --undo --no-wait\n',
  );
  assert.equal(await ended, 2);
  assert.match(options.streams.out(), /^root: DEBUG \(was INFO\)\n(.*\n)*root +DEBUG +line \d+ +set/m);
  assert.match(options.streams.err(), /invalid level 'LOUD'/);
  assert.equal(await readFile(), before);
});

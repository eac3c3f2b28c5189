import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCommand } from '../../../src/commands/table.ts';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { runSubcommand } from '../../../src/shell/program/subcommand.ts';
import { fakeStreams } from '../fake-streams.ts';

const signal = new AbortController().signal;
const noKubeconfig = () => Promise.reject(new KubernetesError('no-kubeconfig', 'no kubeconfig at /nowhere'));

test('doctor reports a failed connection as a failed check', async () => {
  const doctor = findCommand('doctor');
  assert.ok(doctor);
  const streams = fakeStreams();
  const run = runSubcommand(doctor, ['-o', 'json'], noKubeconfig, { streams, format: 'text', signal });
  await assert.rejects(run, { exitCode: 1, message: '1 of 1 checks failed' });
  assert.deepEqual(JSON.parse(streams.out()), [
    {
      check: 'kubeconfig',
      state: 'failed',
      message: 'no kubeconfig at /nowhere',
      next: 'Set KUBECONFIG or use --kubeconfig FILE',
      durationMs: null,
    },
  ]);
});

test('other subcommands fail with the connection error', async () => {
  const list = findCommand('list');
  assert.ok(list);
  const streams = fakeStreams();
  await assert.rejects(runSubcommand(list, [], noKubeconfig, { streams, format: 'text', signal }), {
    kind: 'no-kubeconfig',
  });
  assert.equal(streams.out(), '');
});

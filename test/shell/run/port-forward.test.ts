import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portForward } from '../../../src/commands/port-forward/port-forward.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { createPrintFailure } from '../../../src/shell/program/failure.ts';
import { Interrupted } from '../../../src/shell/program/interrupt.ts';
import { runSubcommand } from '../../../src/shell/program/subcommand.ts';
import { runPipe } from '../../../src/shell/run/pipe.ts';
import { ask } from '../../session/forwards/ask.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { eventually } from '../../support/eventually.ts';
import { fakeStreams } from '../fake-streams.ts';

/** A simulated cluster, and what a door without a screen is given. */
async function withDoor(
  use: (door: {
    readonly streams: ReturnType<typeof fakeStreams>;
    readonly terms: { streams: ReturnType<typeof fakeStreams>; format: 'text' | 'json'; signal: AbortSignal };
    readonly connect: () => ReturnType<typeof connectSession>;
    readonly interrupt: () => void;
  }) => Promise<void>,
  format: 'text' | 'json' = 'text',
): Promise<void> {
  const demo = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  const streams = fakeStreams();
  const end = new AbortController();
  const { clusterId, namespace } = demo;
  try {
    await use({
      streams,
      terms: { streams, format, signal: end.signal },
      connect: () => connectSession(kubernetes, { clusterId, namespace }, end.signal),
      interrupt: () => end.abort(new Interrupted('SIGINT')),
    });
  } finally {
    end.abort(new Error('the test is over'));
    await kubernetes.close();
    await demo.close();
  }
}

const urlIn = (text: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? '';

test('from a shell it stays with a line of state until Ctrl-C, which is no failure and frees the port', async () => {
  await withDoor(async ({ streams, terms, connect, interrupt }) => {
    const ended = runSubcommand(portForward, [':8081'], connect, terms);
    await eventually('it to be live', () => /^live via my-first-flink-cluster-/m.test(streams.err()));
    assert.match(streams.out(), /^Forwarding http:\/\/127\.0\.0\.1:\d+ to port 8081 of the leading JobManager\n$/);
    const url = urlIn(streams.out());
    assert.equal((await ask(`${url}/config`)).status, 200);
    interrupt();
    assert.equal(await ended, 0);
    await assert.rejects(ask(url), { code: 'ECONNREFUSED' });
  });
});

test('-o json is an object a line and nothing else', async () => {
  await withDoor(async ({ streams, terms, connect, interrupt }) => {
    const ended = runSubcommand(portForward, [':8081', ':9999'], connect, terms);
    await eventually('both ports', () => streams.out().split('\n').length > 2);
    interrupt();
    assert.equal(await ended, 0);
    const lines = streams.out().trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line) as { event: string; target: { port: number }; state: string });
    assert.deepEqual(
      events.slice(0, 2).map(({ event, target: { port } }) => [event, port]),
      [
        ['listening', 8081],
        ['listening', 9999],
      ],
    );
    assert.equal(streams.err(), '');
  }, 'json');
});

test('in a pipe it goes on beside the other commands, until the input ends', async () => {
  await withDoor(async ({ streams, terms, connect }) => {
    const ended = runPipe(connect, terms, createPrintFailure(streams, '/dev/null/none', terms.signal));
    streams.stdin.write('port-forward :8081\n');
    const url = await eventually('the URL', () => urlIn(streams.out()));
    streams.stdin.write('list\n');
    await eventually('the list', () => streams.out().split('\n').length > 2);
    assert.equal((await ask(`${url}/config`)).status, 200);
    streams.stdin.end();
    assert.equal(await ended, 0);
    await assert.rejects(ask(url), { code: 'ECONNREFUSED' });
  });
});

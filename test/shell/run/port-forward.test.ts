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
import { httpRequest } from '../../session/forwards/http-request.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { eventually } from '../../support/eventually.ts';
import { fakeStreams } from '../fake-streams.ts';

/** Starts a simulated cluster and calls `use` with the context of a command without a screen. */
async function withDemo(
  use: (context: {
    readonly streams: ReturnType<typeof fakeStreams>;
    readonly options: { streams: ReturnType<typeof fakeStreams>; format: 'text' | 'json'; signal: AbortSignal };
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
      options: { streams, format, signal: end.signal },
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

test('as a subcommand, runs until Ctrl-C, then exits with 0 and closes the port', async () => {
  await withDemo(async ({ streams, options, connect, interrupt }) => {
    const ended = runSubcommand(portForward, [':8081'], connect, options);
    await eventually('the live forward', () => /^live via my-first-flink-cluster-/m.test(streams.err()));
    assert.match(streams.out(), /^Forwarding http:\/\/127\.0\.0\.1:\d+ to port 8081 of the leading JobManager\n$/);
    const url = urlIn(streams.out());
    assert.equal((await httpRequest(`${url}/config`)).status, 200);
    interrupt();
    assert.equal(await ended, 0);
    await assert.rejects(httpRequest(url), { code: 'ECONNREFUSED' });
  });
});

test('-o json prints one object per line, and nothing else', async () => {
  await withDemo(async ({ streams, options, connect, interrupt }) => {
    const ended = runSubcommand(portForward, [':8081', ':9999'], connect, options);
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

test('through a pipe, keeps forwarding during other commands until the input ends', async () => {
  await withDemo(async ({ streams, options, connect }) => {
    const ended = runPipe(connect, options, createPrintFailure(streams, '/dev/null/none', options.signal));
    streams.stdin.write('port-forward :8081\n');
    const url = await eventually('the URL', () => urlIn(streams.out()));
    streams.stdin.write('list\n');
    await eventually('the list', () => streams.out().split('\n').length > 2);
    assert.equal((await httpRequest(`${url}/config`)).status, 200);
    streams.stdin.end();
    assert.equal(await ended, 0);
    await assert.rejects(httpRequest(url), { code: 'ECONNREFUSED' });
  });
});

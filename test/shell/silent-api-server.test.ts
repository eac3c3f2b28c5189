import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { startDemo } from '../../src/demo/start-demo.ts';
import { detectedWithinMs } from '../../src/session/attach/api-server-limits.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';
import { programFile } from '../support/program.ts';
import { runProgram } from '../support/run-program.ts';

const env = { XDG_CONFIG_HOME: '/nowhere', KUBECONFIG: '', FLINK_TUI_COLOR: 'never' };

/** Starts the built program, and kills it when the test ends. */
function start(t: TestContext, args: readonly string[]) {
  const child = spawn(process.execPath, [programFile(), ...args], { env: { ...process.env, ...env } });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  t.after(() => child.kill('SIGKILL'));
  const prints = (stream: keyof typeof output, pattern: RegExp, timeoutMs?: number) =>
    eventually(`${pattern} on ${stream}`, () => pattern.test(output[stream]), {
      state: () => `${output.stdout}\n${output.stderr}`,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
  const end = async () => {
    child.kill('SIGINT');
    await once(child, 'close');
  };
  return { output, prints, end };
}

const silentForMs = detectedWithinMs + 4000;
const lost =
  /(.*: )?The API server has not responded since \d{4}-\S+Z, retrying: cannot get \S+: the API server \S+ did not respond/;
const restored = /The API server is reachable again after 1\ds/;

test('logs and port-forward report an unresponsive API server within the limit, and its recovery', async (t) => {
  const demo = await startDemo({ speed: 10 });
  t.after(() => demo.close());
  const cluster = [demo.clusterId, '--kubeconfig', demoKubeconfig(demo)];
  const [pod = ''] = (await runProgram(['pods', ...cluster, '-o', 'name'], { env })).stdout.split('\n');
  const text = start(t, ['logs', ...cluster, pod, '-f']);
  const json = start(t, ['logs', ...cluster, pod, '-f', '-o', 'json']);
  const forward = start(t, ['port-forward', ...cluster, ':8081', '-o', 'json']);
  await text.prints('stdout', /INFO/);
  await json.prints('stdout', /"INFO"/);
  await forward.prints('stdout', /"live"/);

  await demo.fault({ kind: 'freeze', milliseconds: silentForMs });
  const limit = detectedWithinMs + 3000; // tolerance for a busy computer
  await Promise.all([text, json, forward].map(({ prints }) => prints('stderr', lost, limit)));
  const linesBefore = text.output.stdout.split('\n').length;
  await Promise.all([text, json, forward].map(({ prints }) => prints('stderr', restored, silentForMs)));
  await eventually('new lines', () => text.output.stdout.split('\n').length > linesBefore + 5);
  await eventually('new JSON objects', () => json.output.stdout.split('\n').length > linesBefore / 2);
  await Promise.all([text, json, forward].map(({ end }) => end()));

  const whole = (await runProgram(['logs', ...cluster, pod], { env })).stdout;
  assert.ok(whole.startsWith(text.output.stdout), 'the output has every line exactly once');
  for (const line of json.output.stdout.trimEnd().split('\n')) JSON.parse(line);
  assert.deepEqual(
    text.output.stderr
      .trimEnd()
      .split('\n')
      .map((line) => (lost.test(line) ? 'lost' : restored.test(line) ? 'restored' : line)),
    ['lost', 'restored'],
  );
});

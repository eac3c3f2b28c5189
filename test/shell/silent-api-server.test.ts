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

/** The built program until the test ends. */
function start(t: TestContext, args: readonly string[]) {
  const child = spawn(process.execPath, [programFile(), ...args], { env: { ...process.env, ...env } });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  t.after(() => child.kill('SIGKILL'));
  const says = (where: keyof typeof said, what: RegExp, timeoutMs?: number) =>
    eventually(`${what} on ${where}`, () => what.test(said[where]), {
      state: () => `${said.stdout}\n${said.stderr}`,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
  const end = async () => {
    child.kill('SIGINT');
    await once(child, 'close');
  };
  return { said, says, end };
}

const silentForMs = detectedWithinMs + 4000;
const away = /(.*: )?The API server has not answered since \d{4}-\S+Z, retrying: The API server \S+ did not answer/;
const back = /The API server is reachable again after 1\ds/;

test('an API server that keeps connections open and is silent is told within one limit, and that it is back', async (t) => {
  const demo = await startDemo({ speed: 10 });
  t.after(() => demo.close());
  const cluster = [demo.clusterId, '--kubeconfig', demoKubeconfig(demo)];
  const [pod = ''] = (await runProgram(['pods', ...cluster, '-o', 'name'], { env })).stdout.split('\n');
  const text = start(t, ['logs', ...cluster, pod, '-f']);
  const json = start(t, ['logs', ...cluster, pod, '-f', '-o', 'json']);
  const forward = start(t, ['port-forward', ...cluster, ':8081', '-o', 'json']);
  await text.says('stdout', /INFO/);
  await json.says('stdout', /"INFO"/);
  await forward.says('stdout', /"live"/);

  await demo.fault({ kind: 'freeze', milliseconds: silentForMs });
  const limit = detectedWithinMs + 3000; // for a busy machine
  await Promise.all([text, json, forward].map(({ says }) => says('stderr', away, limit)));
  const linesBefore = text.said.stdout.split('\n').length;
  await Promise.all([text, json, forward].map(({ says }) => says('stderr', back, silentForMs)));
  await eventually('lines to come again', () => text.said.stdout.split('\n').length > linesBefore + 5);
  await eventually('as many as objects', () => json.said.stdout.split('\n').length > linesBefore / 2);
  await Promise.all([text, json, forward].map(({ end }) => end()));

  const whole = (await runProgram(['logs', ...cluster, pod], { env })).stdout;
  assert.ok(whole.startsWith(text.said.stdout), 'each line once, none missing');
  for (const line of json.said.stdout.trimEnd().split('\n')) JSON.parse(line);
  assert.deepEqual(
    text.said.stderr
      .trimEnd()
      .split('\n')
      .map((line) => (away.test(line) ? 'away' : back.test(line) ? 'back' : line)),
    ['away', 'back'],
  );
});

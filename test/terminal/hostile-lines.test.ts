import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { sendJson, sendStatus, startApiServer, writeKubeConfig } from '../kubernetes/api-server.ts';
import { endlessLine, hostileLines, watchForHijacks } from '../support/hostile-lines.ts';
import { programFile, startProgram } from '../support/program.ts';

const name = 'session-taskmanager-1-1';
const labels = { app: 'session', type: 'flink-native-kubernetes' };
const container = { name: 'flink-main-container', args: ['kubernetes-session'] };
const objects: { readonly [path: string]: object } = {
  '/apis/apps/v1/namespaces/team/deployments/session': {
    metadata: { name: 'session', namespace: 'team', labels },
    spec: { replicas: 1, template: { spec: { containers: [container] } } },
  },
  '/api/v1/namespaces/team/pods': {
    metadata: { resourceVersion: '1' },
    items: [{ metadata: { name, uid: 'u', namespace: 'team', labels }, spec: { containers: [container] } }],
  },
};

/** Starts an API server whose pod has this log, with timestamps if requested. Resolves with a kubeconfig. */
async function serveLog(context: TestContext, log: Buffer): Promise<string> {
  const { url } = await startApiServer(context, ({ path, query }, response) => {
    const object = objects[path];
    if (object !== undefined) sendJson(response, 200, object);
    else if (path === `/api/v1/namespaces/team/pods/${name}/log`) sendLog(response, query.get('timestamps') === 'true');
    else sendStatus(response, 404, 'not found');
  });
  const sendLog = (response: ServerResponse, timestamps: boolean) => {
    const stamp = timestamps ? '2026-11-24T02:00:00.000000001Z ' : '';
    response.write(stamp);
    response.end(timestamps ? Buffer.from(log.toString('latin1').replace(/\n(?=.)/g, `\n${stamp}`), 'latin1') : log);
  };
  return writeKubeConfig(context, url);
}

const joined = Buffer.concat(hostileLines.flatMap(({ line }) => [line, Buffer.from('\n')]));

for (const options of [[], ['--grep', '!zork']]) {
  test(`logs ${options.join(' ')} on a terminal shows control characters and never executes them`, async (context) => {
    const kubeconfig = await serveLog(context, joined);
    const program = startProgram(['logs', 'session', '1-1', ...options, '--kubeconfig', kubeconfig], { columns: 100 });
    const hijacks = watchForHijacks(program.terminal);
    const before = { ...program.terminal.modes };
    assert.deepEqual(await program.exited, { exitCode: 0, signal: undefined });
    const screen = program.screen();
    for (const { name, shown } of hostileLines) assert.ok(screen.includes(shown), `${name}: ${shown}\n${screen}`);
    assert.deepEqual(hijacks(), []);
    assert.deepEqual({ ...program.terminal.modes }, before);
    assert.equal(program.isAlternate(), false);
    const { cursorX, cursorY } = program.terminal.buffer.active;
    assert.deepEqual([cursorX, cursorY], [0, hostileLines.length], 'one row per line');
  });
}

test('logs writes all bytes unchanged to a pipe, with and without a filter', async (context) => {
  const log = Buffer.concat([joined, endlessLine, Buffer.from('\n')]);
  const kubeconfig = await serveLog(context, log);
  for (const options of [[], ['--grep', '!zork']]) {
    const child = spawn(
      process.execPath,
      [programFile(), 'logs', 'session', '1-1', ...options, '--kubeconfig', kubeconfig],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) chunks.push(chunk);
    assert.ok(Buffer.concat(chunks).equals(log), `changed bytes with ${options}`);
  }
});

test('logs shows a line of 10 MB and the next line on a terminal', async (context) => {
  const kubeconfig = await serveLog(context, Buffer.concat([endlessLine, Buffer.from('\nthe last line\n')]));
  const program = startProgram(['logs', 'session', '1-1', '--kubeconfig', kubeconfig]);
  await program.sees('the last line', 60_000);
  assert.equal((await program.exited).exitCode, 0);
});

test('logs exits with 0 when the reader closes the pipe', async (context) => {
  const kubeconfig = await serveLog(context, Buffer.alloc(50_000_000, 'a line of some length\n'));
  const script = '"$@" | head -n 2; echo "$PIPESTATUS"';
  const command = [process.execPath, programFile(), 'logs', 'session', '1-1', '--kubeconfig', kubeconfig];
  for (const options of [[], ['--grep', 'line']]) {
    const child = spawn('bash', ['-c', script, 'bash', ...command, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    for await (const chunk of child.stdout) output.push(chunk.toString());
    assert.equal(output.join(''), 'a line of some length\na line of some length\n0\n');
  }
});

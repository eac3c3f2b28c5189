import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type ApiServer, answerJson, answerStatus, connectTo, startApiServer, writeKubeConfig } from '../api-server.ts';

const pods = { resource: resources.pods, namespace: 'team' };

/** A credential plugin that writes down its runs and gives `token-1`, `token-2` … */
async function makePlugin(t: TestContext, { code = 0 }: { code?: number } = {}) {
  const folder = await temporaryFolder(t);
  const runs = join(folder, 'runs');
  const script = join(folder, 'plugin.mjs');
  writeFileSync(
    script,
    `import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync(${JSON.stringify(runs)}, process.env.KUBERNETES_EXEC_INFO + '\\n');
const run = readFileSync(${JSON.stringify(runs)}, 'utf8').trim().split('\\n').length;
console.error('first word');
console.error('the session has ended');
console.log(JSON.stringify({ kind: 'ExecCredential', status: { token: 'token-' + run } }));
process.exitCode = ${code};
`,
  );
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: [script] };
  const runCount = () => (existsSync(runs) ? readFileSync(runs, 'utf8').trim().split('\n').length : 0);
  return { user: { exec }, script, runs, runCount };
}

/** Accepts one bearer token, and lists nothing. */
async function startGuardedServer(t: TestContext): Promise<ApiServer & { accept: (token: string) => void }> {
  let accepted = 'token-1';
  const server = await startApiServer(t, ({ headers }, response) => {
    if (headers.authorization === `Bearer ${accepted}`) answerJson(response, 200, { metadata: {}, items: [] });
    else answerStatus(response, 401, 'Unauthorized');
  });
  return {
    ...server,
    accept: (token) => {
      accepted = token;
    },
  };
}

test('a credential plugin runs once for parallel calls, and its credential is kept', async (t) => {
  const plugin = await makePlugin(t);
  const server = await startGuardedServer(t);
  const api = await connectTo(t, server.url, plugin);
  await Promise.all([api.list(pods), api.list(pods), api.list(pods), api.list(pods)]);
  await api.list(pods);
  assert.equal(plugin.runCount(), 1);
  assert.deepEqual(JSON.parse(readFileSync(plugin.runs, 'utf8')).spec, { interactive: false });
});

test('401: the plugin runs again once, and the calls are sent again', async (t) => {
  const plugin = await makePlugin(t);
  const server = await startGuardedServer(t);
  const api = await connectTo(t, server.url, plugin);
  await api.list(pods);
  server.accept('token-2');
  await Promise.all([api.list(pods), api.list(pods), api.list(pods)]);
  assert.equal(plugin.runCount(), 2);
});

test('401 twice is told, and does not run the plugin in a loop', async (t) => {
  const plugin = await makePlugin(t);
  const server = await startGuardedServer(t);
  const api = await connectTo(t, server.url, plugin);
  server.accept('never');
  for (let call = 0; call < 3; call += 1) {
    await assert.rejects(api.list(pods), {
      kind: 'unauthorized',
      message: 'The API server does not accept your credentials (401), asked to list pods in namespace team.',
    });
  }
  assert.equal(plugin.runCount(), 2);
});

test('a plugin that needs a terminal is not run, and the command to run is told', async (t) => {
  const plugin = await makePlugin(t);
  const exec = { ...plugin.user.exec, interactiveMode: 'Always' };
  const api = await connectTo(t, 'http://127.0.0.1:1', { user: { exec } });
  await assert.rejects(api.list(pods), {
    kind: 'credentials',
    message:
      `The credential plugin ${process.execPath} asks at a terminal, by interactiveMode: Always of the kubeconfig, ` +
      'and the terminal is in use here. With interactiveMode: IfAvailable it is run without one. ' +
      `To log in or to see more, run: ${process.execPath} ${plugin.script}`,
  });
  assert.equal(plugin.runCount(), 0);
});

test('a plugin that asks for it is told of the cluster', async (t) => {
  const plugin = await makePlugin(t);
  const server = await startGuardedServer(t);
  const exec = { ...plugin.user.exec, provideClusterInfo: true };
  const cluster = {
    'tls-server-name': 'cluster.example',
    'certificate-authority-data': 'aGVsbG8=',
    extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'flink' } }],
  };
  const api = await connectTo(t, server.url, { user: { exec }, cluster });
  await api.list(pods);
  assert.deepEqual(JSON.parse(readFileSync(plugin.runs, 'utf8')).spec, {
    interactive: false,
    cluster: {
      server: server.url,
      'tls-server-name': 'cluster.example',
      'insecure-skip-tls-verify': true,
      'certificate-authority-data': 'aGVsbG8=',
      config: { audience: 'flink' },
    },
  });
});

test('a plugin that fails is told with its last word and the command to run; nothing is sent', async (t) => {
  const plugin = await makePlugin(t, { code: 3 });
  const server = await startGuardedServer(t);
  const api = await connectTo(t, server.url, plugin);
  await assert.rejects(api.list(pods), {
    kind: 'credentials',
    message: `The credential plugin ${process.execPath} failed (exit code 3): the session has ended. To log in or to see more, run: ${process.execPath} ${plugin.script}`,
  });
  await assert.rejects(api.list(pods), { kind: 'credentials' });
  assert.equal(plugin.runCount(), 1);
  assert.equal(server.requests.length, 0);
});

test('a plugin that is not installed is told with its hint', async (t) => {
  const exec = { command: 'no-such-plugin', args: ['get token'], installHint: 'Get it from the shop.' };
  const api = await connectTo(t, 'http://127.0.0.1:1', { user: { exec } });
  await assert.rejects(api.list(pods), {
    kind: 'credentials',
    message:
      "The credential plugin no-such-plugin is not installed. Get it from the shop. To log in or to see more, run: no-such-plugin 'get token'",
  });
});

test('a login elsewhere that changes the kubeconfig is taken up at the next 401', async (t) => {
  const server = await startGuardedServer(t);
  const file = await writeKubeConfig(t, server.url, { user: { token: 'token-1' } });
  const api = await connectKubernetes({ file, env: {} });
  t.after(() => api.close());
  await api.list(pods);
  writeFileSync(file, readFileSync(file, 'utf8').replace('token-1', 'token-2'));
  server.accept('token-2');
  await api.list(pods);
});

test('closing ends a plugin that still runs, and nothing that it has started keeps the process from its end', async (t) => {
  const noted = join(await temporaryFolder(t), 'pid');
  // A wrapper: what it starts outlives it, and holds its output.
  const exec = { command: 'sh', args: ['-c', 'sleep 60 & echo $! >"$0.new"; mv "$0.new" "$0"; wait', noted] };
  const held = () => process.getActiveResourcesInfo().filter((name) => /^(Pipe|Process)Wrap$/.test(name)).length;
  const before = held();
  const api = await connectTo(t, 'http://127.0.0.1:1', { user: { exec } });
  const refused = assert.rejects(api.list(pods), { kind: 'unreachable', message: /was closed/ });
  await eventually('the plugin to run', () => existsSync(noted));
  const outliving = Number(readFileSync(noted, 'utf8'));
  t.after(() => process.kill(outliving));
  assert.ok(held() > before);
  await api.close();
  await refused;
  await eventually('nothing to be held', () => held() <= before);
});

test('a 401 from behind the service proxy is handed on, and no plugin runs for it', async (t) => {
  const plugin = await makePlugin(t);
  let answer = (response: ServerResponse): void => {
    response.writeHead(401).end('<html>Who are you?</html>');
  };
  const server = await startApiServer(t, (_, response) => answer(response));
  const api = await connectTo(t, server.url, plugin);
  const overview = { namespace: 'team', service: 'flink-rest', port: 'rest', path: '/overview' };
  assert.deepEqual(await api.serviceProxy(overview), { status: 401, body: '<html>Who are you?</html>' });
  assert.equal(plugin.runCount(), 1);
  answer = (response) => answerStatus(response, 401, 'Unauthorized');
  await assert.rejects(api.serviceProxy(overview), { kind: 'unauthorized' });
  assert.equal(plugin.runCount(), 2);
});

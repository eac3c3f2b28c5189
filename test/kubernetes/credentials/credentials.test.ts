import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type ApiServer, connectTo, sendJson, sendStatus, startApiServer, writeKubeConfig } from '../api-server.ts';

const pods = { resource: resources.pods, namespace: 'team' };

/** Creates a credential plugin that records its runs and returns `token-1`, `token-2` … */
async function makePlugin(t: TestContext, { code = 0 }: { code?: number } = {}) {
  const folder = await temporaryFolder(t);
  const runs = join(folder, 'runs');
  const script = join(folder, 'plugin.mjs');
  writeFileSync(
    script,
    `import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync(${JSON.stringify(runs)}, process.env.KUBERNETES_EXEC_INFO + '\\n');
const run = readFileSync(${JSON.stringify(runs)}, 'utf8').trim().split('\\n').length;
console.error('a warning');
console.error('the login has expired');
console.log(JSON.stringify({ kind: 'ExecCredential', status: { token: 'token-' + run } }));
process.exitCode = ${code};
`,
  );
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: [script] };
  const runCount = () => (existsSync(runs) ? readFileSync(runs, 'utf8').trim().split('\n').length : 0);
  return { user: { exec }, script, runs, runCount };
}

/** Starts a server that accepts one bearer token and returns empty lists. */
async function startGuardedServer(t: TestContext): Promise<ApiServer & { accept: (token: string) => void }> {
  let accepted = 'token-1';
  const server = await startApiServer(t, ({ headers }, response) => {
    if (headers.authorization === `Bearer ${accepted}`) sendJson(response, 200, { metadata: {}, items: [] });
    else sendStatus(response, 401, 'Unauthorized');
  });
  return {
    ...server,
    accept: (token) => {
      accepted = token;
    },
  };
}

test('runs a credential plugin once for parallel calls and caches its credential', async (t) => {
  const plugin = await makePlugin(t);
  const server = await startGuardedServer(t);
  const api = await connectTo(t, server.url, plugin);
  await Promise.all([api.list(pods), api.list(pods), api.list(pods), api.list(pods)]);
  await api.list(pods);
  assert.equal(plugin.runCount(), 1);
  assert.deepEqual(JSON.parse(readFileSync(plugin.runs, 'utf8')).spec, { interactive: false });
});

test('runs the plugin once more after a 401 and repeats the calls', async (t) => {
  const plugin = await makePlugin(t);
  const server = await startGuardedServer(t);
  const api = await connectTo(t, server.url, plugin);
  await api.list(pods);
  server.accept('token-2');
  await Promise.all([api.list(pods), api.list(pods), api.list(pods)]);
  assert.equal(plugin.runCount(), 2);
});

test('reports a second 401 and does not run the plugin for each call', async (t) => {
  const plugin = await makePlugin(t);
  const server = await startGuardedServer(t);
  const api = await connectTo(t, server.url, plugin);
  server.accept('never');
  for (let call = 0; call < 3; call += 1) {
    await assert.rejects(api.list(pods), {
      kind: 'unauthorized',
      message: 'cannot list pods in namespace team: the API server rejected your credentials (401)',
    });
  }
  assert.equal(plugin.runCount(), 2);
});

test('does not run a plugin that needs a terminal, and shows its command', async (t) => {
  const plugin = await makePlugin(t);
  const exec = { ...plugin.user.exec, interactiveMode: 'Always' };
  const api = await connectTo(t, 'http://127.0.0.1:1', { user: { exec } });
  await assert.rejects(api.list(pods), {
    kind: 'credentials',
    message:
      `the credential plugin ${process.execPath} needs a terminal (interactiveMode: Always), which flink-tui ` +
      'cannot provide; to run the plugin without a terminal, set interactiveMode: IfAvailable; ' +
      `to log in or see details, run: ${process.execPath} ${plugin.script}`,
  });
  assert.equal(plugin.runCount(), 0);
});

test('passes cluster information to a plugin that requests it', async (t) => {
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

test("reports a failed plugin's last line and command without sending a request", async (t) => {
  const plugin = await makePlugin(t, { code: 3 });
  const server = await startGuardedServer(t);
  const api = await connectTo(t, server.url, plugin);
  await assert.rejects(api.list(pods), {
    kind: 'credentials',
    message: `the credential plugin ${process.execPath} failed (exit code 3): the login has expired; to log in or see details, run: ${process.execPath} ${plugin.script}`,
  });
  await assert.rejects(api.list(pods), { kind: 'credentials' });
  assert.equal(plugin.runCount(), 1);
  assert.equal(server.requests.length, 0);
});

test('reports a missing plugin with its install hint', async (t) => {
  const exec = { command: 'no-such-plugin', args: ['get token'], installHint: 'Install it from example.com.' };
  const api = await connectTo(t, 'http://127.0.0.1:1', { user: { exec } });
  await assert.rejects(api.list(pods), {
    kind: 'credentials',
    message:
      "the credential plugin no-such-plugin is not installed: Install it from example.com; to log in or see details, run: no-such-plugin 'get token'",
  });
});

test('reads a changed kubeconfig after a 401', async (t) => {
  const server = await startGuardedServer(t);
  const file = await writeKubeConfig(t, server.url, { user: { token: 'token-1' } });
  const api = await connectKubernetes({ file, env: {} });
  t.after(() => api.close());
  await api.list(pods);
  writeFileSync(file, readFileSync(file, 'utf8').replace('token-1', 'token-2'));
  server.accept('token-2');
  await api.list(pods);
});

test('ends a running plugin on close without waiting for its child processes', async (t) => {
  const pidFile = join(await temporaryFolder(t), 'pid');
  // A wrapper script whose child survives the script and keeps the output open.
  const exec = { command: 'sh', args: ['-c', 'sleep 60 & echo $! >"$0.new"; mv "$0.new" "$0"; wait', pidFile] };
  const openHandles = () => process.getActiveResourcesInfo().filter((name) => /^(Pipe|Process)Wrap$/.test(name)).length;
  const before = openHandles();
  const api = await connectTo(t, 'http://127.0.0.1:1', { user: { exec } });
  const rejected = assert.rejects(api.list(pods), { kind: 'unreachable', message: /was closed/ });
  await eventually('the plugin to run', () => existsSync(pidFile));
  const childPid = Number(readFileSync(pidFile, 'utf8'));
  t.after(() => process.kill(childPid));
  assert.ok(openHandles() > before);
  await api.close();
  await rejected;
  await eventually('all handles to close', () => openHandles() <= before);
});

test('runs the plugin again after a 401 from the API server, but not after a 401 from a proxied service', async (t) => {
  const plugin = await makePlugin(t);
  let respond = (response: ServerResponse): void => {
    response.writeHead(401).end('<html>Log in</html>');
  };
  const server = await startApiServer(t, (_, response) => respond(response));
  const api = await connectTo(t, server.url, plugin);
  const overview = { namespace: 'team', service: 'flink-rest', port: 'rest', path: '/overview' };
  assert.deepEqual(await api.serviceProxy(overview), { status: 401, body: '<html>Log in</html>' });
  assert.equal(plugin.runCount(), 1);
  respond = (response) => sendStatus(response, 401, 'Unauthorized');
  await assert.rejects(api.serviceProxy(overview), { kind: 'unauthorized' });
  assert.equal(plugin.runCount(), 2);
});

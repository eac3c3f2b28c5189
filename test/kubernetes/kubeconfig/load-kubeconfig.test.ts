import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { sendJson, startApiServer, writeKubeConfig } from '../api-server.ts';

test('merges the files in KUBECONFIG: the first definition wins and missing files are ignored', async (t) => {
  const folder = await temporaryFolder(t);
  const first = join(folder, 'first');
  const second = join(folder, 'second');
  await writeFile(
    first,
    `
contexts: [{name: prod, context: {cluster: shared, user: me, namespace: mine}}]
clusters: [{name: shared, cluster: {server: "http://first:1"}}]
`,
  );
  await writeFile(
    second,
    `
current-context: prod
contexts:
- {name: prod, context: {cluster: shared, user: me, namespace: theirs}}
- {name: lab, context: {cluster: lab, user: me}}
clusters:
- {name: shared, cluster: {server: "http://second:2"}}
- {name: lab, cluster: {server: "http://lab:3/"}}
users: [{name: me, user: {token: secret}}]
`,
  );
  const env = { KUBECONFIG: [first, join(folder, 'missing'), second, ''].join(delimiter) };

  const prod = await connectKubernetes({ env });
  assert.deepEqual([prod.context, prod.server, prod.namespace], ['prod', 'http://first:1', 'mine']);
  const lab = await connectKubernetes({ env, context: 'lab' });
  assert.deepEqual([lab.context, lab.server, lab.namespace], ['lab', 'http://lab:3', 'default']);
});

test('reads ~/.kube/config without KUBECONFIG', async (t) => {
  const home = await temporaryFolder(t);
  await mkdir(join(home, '.kube'));
  await writeFile(
    join(home, '.kube', 'config'),
    'current-context: a\ncontexts: [{name: a, context: {cluster: a}}]\nclusters: [{name: a, cluster: {server: "http://a"}}]',
  );
  assert.equal((await connectKubernetes({ env: { HOME: home } })).server, 'http://a');
});

test('lists the searched paths if there is no kubeconfig', async (t) => {
  const home = await temporaryFolder(t);
  await assert.rejects(connectKubernetes({ env: { HOME: home } }), {
    kind: 'no-kubeconfig',
    message: `no kubeconfig found: looked for ${home}/.kube/config, then for a pod's service account`,
  });
  await assert.rejects(connectKubernetes({ env: { KUBECONFIG: `/nix/a${delimiter}/nix/b` } }), {
    kind: 'no-kubeconfig',
    message: /looked for \/nix\/a, \/nix\/b \(from KUBECONFIG\)/,
  });
  await assert.rejects(connectKubernetes({ file: '/nix/c', env: {} }), {
    kind: 'no-kubeconfig',
    message: /^no kubeconfig at \/nix\/c$/,
  });
});

test('lists the available contexts for an unknown context, most similar first', async (t) => {
  const file = join(await temporaryFolder(t), 'config');
  const contexts = ['alpha', 'production', 'staging'].map((name) => ({ name, context: { cluster: name } }));
  await writeFile(file, JSON.stringify({ contexts }));
  await assert.rejects(connectKubernetes({ file, env: {}, context: 'prodution' }), {
    kind: 'no-kubeconfig',
    message: `no context "prodution" in ${file}; available contexts: production, alpha, staging`,
  });
  await assert.rejects(connectKubernetes({ file, env: {} }), {
    message: `the kubeconfig ${file} has no current context; choose one with --context: alpha, production, staging`,
  });
  await assert.rejects(connectKubernetes({ file, env: {}, context: 'alpha' }), {
    message: `the context "alpha" refers to the cluster "alpha", which is not in ${file}`,
  });
});

test('reports the reason for an unreadable kubeconfig', async (t) => {
  const file = join(await temporaryFolder(t), 'config');
  await writeFile(file, 'contexts: [');
  await assert.rejects(connectKubernetes({ file, env: {} }), {
    kind: 'no-kubeconfig',
    message: new RegExp(`^cannot read the kubeconfig ${file}: .+`),
  });
});

test('sends headers for tokenFile (relative to the kubeconfig), token, password and impersonation', async (t) => {
  const server = await startApiServer(t, (_, response) => sendJson(response, 200, { gitVersion: 'v1.34.0' }));
  const headersFor = async (user: object) => {
    const file = await writeKubeConfig(t, server.url, { user });
    await writeFile(join(file, '..', 'secret'), 'from-file');
    const api = await connectKubernetes({ file, env: {} });
    await api.ping(2000);
    await api.close();
    return server.requests.at(-1)?.headers ?? {};
  };
  assert.equal((await headersFor({ token: 'abc' })).authorization, 'Bearer abc');
  assert.equal((await headersFor({ tokenFile: 'secret', token: 'stale' })).authorization, 'Bearer from-file');
  assert.equal((await headersFor({ username: 'u', password: 'p' })).authorization, 'Basic dTpw');
  const impersonated = await headersFor({ token: 'abc', as: 'jane', 'as-groups': ['dev', 'ops'] });
  assert.equal(impersonated['impersonate-user'], 'jane');
  assert.equal(impersonated['impersonate-group'], 'dev, ops');
});

test('adds the scheme to a server URL like kubectl, and rejects an invalid URL', async (t) => {
  const serverOf = async (server: string, settings: { user?: object; cluster?: object } = {}) =>
    (await connectKubernetes({ file: await writeKubeConfig(t, server, settings), env: {} })).server;
  assert.equal(await serverOf('10.0.0.1:8080'), 'http://10.0.0.1:8080');
  assert.equal(await serverOf('localhost:8080'), 'http://localhost:8080');
  const encrypted = 'https://api.example:6443';
  const server = 'api.example:6443';
  assert.equal(await serverOf(server, { cluster: { 'certificate-authority-data': 'aGVsbG8=' } }), encrypted);
  assert.equal(await serverOf(server, { cluster: { 'insecure-skip-tls-verify': true } }), encrypted);
  assert.equal(await serverOf(server, { user: { 'client-certificate-data': 'aGVsbG8=' } }), encrypted);
  for (const invalid of ['ftp://api.example', 'api example']) {
    await assert.rejects(serverOf(invalid), {
      kind: 'no-kubeconfig',
      message: new RegExp(
        `^invalid server URL "${invalid}" of the cluster "here" in \\S+: it must start with https:// or http://$`,
      ),
    });
  }
});

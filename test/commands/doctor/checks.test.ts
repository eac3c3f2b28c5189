import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkApiServer } from '../../../src/commands/doctor/check-api-server.ts';
import { checkKubeconfig } from '../../../src/commands/doctor/check-kubeconfig.ts';
import { checkLoggingFile } from '../../../src/commands/doctor/check-logging-file.ts';
import type { Services } from '../../../src/commands/record/command.ts';
import type { KubernetesApi } from '../../../src/kubernetes/api.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import type { Pod } from '../../../src/kubernetes/objects.ts';
import { sendJson, startApiServer, writeKubeConfig } from '../../kubernetes/api-server.ts';
import { withSession } from '../session-under-test.ts';

const signal = new AbortController().signal;
const hour = 3_600_000;

/** Returns a service account token that expires at `at`. */
const tokenUntil = (at: number) => `x.${Buffer.from(JSON.stringify({ exp: at / 1000 })).toString('base64url')}.x`;

async function credentials(t: Parameters<typeof writeKubeConfig>[0], user: object) {
  const kubernetes = await connectKubernetes({
    file: await writeKubeConfig(t, 'http://127.0.0.1:1', { user }),
    env: {},
  });
  t.after(() => kubernetes.close());
  const services = { connection: { kubernetes }, now: Date.now } as unknown as Services;
  const [file, found] = await checkKubeconfig(services, signal);
  assert.match(file?.message ?? '', /context here, server http:\/\/127\.0\.0\.1:1$/);
  return found;
}

test('reports the method and expiry of credentials, but never their content', async (t) => {
  const now = Math.floor(Date.now() / 1000) * 1000;
  const token = tokenUntil(now + 48 * hour);
  const good = await credentials(t, { token });
  assert.match(good?.message ?? '', /^user me, token in the kubeconfig, expires \S+ .*\(in 1d23h\)$/);
  assert.ok(!good?.message.includes(token));
  assert.equal((await credentials(t, { token: 'opaque' }))?.message, 'user me, token in the kubeconfig');
  assert.equal(
    (await credentials(t, { username: 'jane', password: 'secret' }))?.message,
    'user me, user name and password',
  );
  assert.match((await credentials(t, {}))?.message ?? '', /none \(anonymous\)/);

  const expiring = await credentials(t, { token: tokenUntil(now + hour / 2) });
  assert.equal(expiring?.state, 'warning');
  assert.match(expiring?.message ?? '', /without renewal$/);
  const expired = await credentials(t, { token: tokenUntil(now - hour) });
  assert.equal(expired?.state, 'failed');
  assert.match(expired?.next ?? '', /^Log in again/);
});

test('reports a missing credential plugin with its command', async (t) => {
  const found = await credentials(t, { exec: { command: 'no-such-plugin' } });
  assert.equal(found?.state, 'failed');
  assert.match(found?.message ?? '', /is not installed; to log in or see details, run: no-such-plugin$/);
});

test('reports clock skew to the API server', async (t) => {
  const skews = [0, 2 * hour, -2 * hour];
  const messages: (string | undefined)[] = [];
  for (const skew of skews) {
    const server = await startApiServer(t, (_, response) => {
      response.setHeader('date', new Date(Date.now() + skew).toUTCString());
      sendJson(response, 200, { gitVersion: 'v1.34.0' });
    });
    const kubernetes = await connectKubernetes({ file: await writeKubeConfig(t, server.url), env: {} });
    t.after(() => kubernetes.close());
    const [, clock] = await checkApiServer({ connection: { kubernetes } } as unknown as Services, signal);
    messages.push(clock?.message);
  }
  assert.equal(messages[0], 'differs from the API server by less than 30 s');
  assert.match(messages[1] ?? '', /^the API server is (2h|1h59m).* ahead$/);
  assert.match(messages[2] ?? '', /^the API server is (2h|1h59m).* behind$/);
});

test('warns about pods that do not receive the logging configuration file', () =>
  withSession({}, async ({ connection, runningJob }) => {
    await runningJob('chatty');
    const { kubernetes } = connection;
    const list = async (path: Parameters<typeof kubernetes.list>[0]) => {
      const pods = await kubernetes.list<Pod>(path);
      return pods.map((pod) => (/taskmanager/.test(pod.metadata?.name ?? '') ? mountedWithSubPath(pod) : pod));
    };
    const changed = { ...connection, kubernetes: { ...kubernetes, list } as KubernetesApi };
    const services: Services = { frontend: 'subcommand', connection: changed, snapshot: undefined, now: Date.now };
    const [found] = await checkLoggingFile(services, signal);
    assert.equal(found?.state, 'warning');
    assert.match(found?.message ?? '', /is mounted with subPath in \S+-taskmanager-1-1,/);
  }));

function mountedWithSubPath(pod: Pod): Pod {
  const subPath = 'log4j-console.properties';
  const containers = pod.spec?.containers.map((container) => {
    const [folder] = container.volumeMounts?.filter(({ mountPath }) => mountPath === '/opt/flink/conf') ?? [];
    assert.ok(folder);
    const file = { ...folder, mountPath: `/opt/flink/conf/${subPath}`, subPath };
    return { ...container, volumeMounts: [...(container.volumeMounts ?? []), file] };
  });
  return { ...pod, spec: { ...pod.spec, containers: containers ?? [] } };
}

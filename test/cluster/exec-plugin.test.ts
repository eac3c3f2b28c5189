import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setInterval as every } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import { jobs, taskManagers } from '../../src/session/readings/flink-readings.ts';
import type { Session } from '../../src/session/session.ts';
import type { SessionSnapshot } from '../../src/session/snapshot.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { type ProxiedRequest, type RecordingProxy, startRecordingProxy } from '../support/recording-proxy.ts';
import { createServiceAccount, type ServiceAccount } from '../support/service-account.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type TokenPlugin, writeTokenPlugin } from '../support/token-plugin.ts';

const clusterId = 'flink-tui-test-plugin';
const namespace = 'default';
const tokenSeconds = 15;
const watchedSeconds = Number(process.env.FLINK_TUI_TEST_TOKEN_SECONDS ?? 35);
/** Interval between two rounds of calls. */
const roundEveryMs = 100;
let kubernetes: KubernetesApi;
let account: ServiceAccount;
let proxy: RecordingProxy;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  const verbs = ['get', 'list', 'watch'];
  account = await createServiceAccount(cluster.kubeconfig(), [
    { apiGroups: [''], resources: ['pods', 'services', 'configmaps', 'events', 'pods/log'], verbs },
    { apiGroups: ['apps'], resources: ['deployments'], verbs },
    { apiGroups: [''], resources: ['pods/portforward'], verbs: ['get', 'create'] },
    { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] },
  ]);
  const { server, caData = '' } = kubeconfigOf(account).getCurrentCluster() ?? {};
  proxy = await startRecordingProxy({ url: server ?? '', ca: Buffer.from(caData, 'base64') });
});
after(async () => {
  proxy?.close();
  await account?.remove();
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

test(`tokens of ${tokenSeconds} s for ${watchedSeconds} s: no link breaks, no call fails, and the plugin runs only when needed`, async (t) => {
  const folder = await temporaryFolder(t);
  const plugin = writeTokenPlugin(folder, account.kubeconfig, tokenSeconds);
  const api = await connectKubernetes({ file: writeKubeconfig(folder, plugin), env: process.env });
  const session = watchSession(await connectSession(api, { clusterId, namespace }, AbortSignal.timeout(20_000)));
  try {
    session.need([jobs, taskManagers]);
    await eventually('all links to be live', () => brokenLinks(session.store.getState()).length === 0);
    const broken: string[] = [];
    session.store.subscribe((snapshot) => broken.push(...brokenLinks(snapshot)));
    const calls = await callUntilEnd(session);
    const [issued, passed] = [plugin.issued(), proxy.requests()];
    t.diagnostic(`${issued.length} runs of the plugin, ${calls} calls, of which ${passed.length} to the API server`);

    assert.deepEqual(broken, []);
    // 404 is expected for the high availability ConfigMap, because this cluster has none.
    const failed = passed.filter(({ status }) => status >= 400 && status !== 404);
    assert.deepEqual(failed.map(describe), []);
    const endOf = new Map(issued.map(({ token, endsAt }) => [token, endsAt]));
    const late = passed.filter(({ token, at }) => at >= (endOf.get(token) ?? 0));
    assert.deepEqual(late.map(describe), [], 'requests used an expired or unknown token');
    const used = new Set(passed.map(({ token }) => token));
    assert.ok(issued.length - used.size <= 1, `the plugin ran ${issued.length} times for ${used.size} used tokens`);
    assert.ok(used.size >= watchedSeconds / tokenSeconds, `only ${used.size} tokens were used`);
    const maxRuns = Math.ceil(watchedSeconds / (tokenSeconds * 0.8)) + 1;
    assert.ok(issued.length <= maxRuns, `the plugin ran ${issued.length} times in ${watchedSeconds} s`);
  } finally {
    await session.close();
    await api.close();
  }
});

/** Describes each link and watch that is not live. */
function brokenLinks({ links, watches }: SessionSnapshot): readonly string[] {
  return Object.entries({ ...links, ...watches })
    .filter(([, { state }]) => state !== 'live')
    .map(([name, { state }]) => `${name} is ${state}`);
}

const describe = ({ at, method, path, status }: ProxiedRequest) =>
  `${new Date(at).toISOString()} ${method} ${path}: ${status}`;

/**
 * Repeats one round of all kinds of calls until the time is over. Resolves to the number of calls, or rejects if a call
 * fails.
 */
async function callUntilEnd({ connection, store }: Session): Promise<number> {
  const { kubernetes: api, flink } = connection;
  const pod = store.getState().leader ?? '';
  const end = Date.now() + watchedSeconds * 1000;
  let calls = 0;
  for await (const _ of every(roundEveryMs)) {
    const kinds = [
      api.list({ resource: resources.pods, namespace, labelSelector: `app=${clusterId}` }),
      api.ping(5000),
      flink.overview(),
      flink.jobs(),
      readLastLine(api, pod),
      api.forward({ namespace, pod, port: 8081 }).then((stream) => stream.destroy()),
    ];
    await Promise.all(kinds);
    calls += kinds.length;
    if (Date.now() > end) break;
  }
  return calls;
}

async function readLastLine(api: KubernetesApi, pod: string): Promise<void> {
  const { signal } = new AbortController();
  for await (const _ of await api.podLog({ namespace, pod, tailLines: 1 }, signal));
}

function kubeconfigOf({ kubeconfig }: ServiceAccount): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return config;
}

/** Writes a kubeconfig that connects to the proxy with the plugin's credentials. */
function writeKubeconfig(folder: string, { exec }: TokenPlugin): string {
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    {
      name: 'proxy',
      server: proxy.url,
      caData: Buffer.from(proxy.certificate).toString('base64'),
      skipTLSVerify: false,
    },
    { name: 'plugin', exec },
  );
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, config.exportConfig(), { mode: 0o600 });
  return file;
}

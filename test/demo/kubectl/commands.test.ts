import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { projectRoot } from '../../support/program.ts';
import { configMap, deployment, namespace, pod, startCluster, type TestCluster } from '../kubernetes/test-cluster.ts';
import { createEnvironment, kubectl, run, runFailing, skipReason } from './kubectl.ts';

type CommandContext = {
  readonly cluster: TestCluster;
  readonly env: ReturnType<typeof createEnvironment>;
  readonly run: (...args: readonly string[]) => Promise<string>;
  readonly fails: (...args: readonly string[]) => Promise<string>;
  /** Writes a manifest to a file and returns its path. */
  readonly manifest: (object: object) => string;
  /** Returns the stored data of the ConfigMap `settings`. */
  readonly settings: () => object | undefined;
};

const settings = (level: string, fields: object = {}) => ({ ...configMap('settings', { level }), ...fields });
const notSupported = /the flink-tui demo does not support "/;
const noRollout = /cannot change the spec of deployments\.apps: the flink-tui demo does not simulate rollouts/;

/** The commands in the kubectl table of docs/guide.md. Each command has a check against the demo. */
const commands: { readonly [command: string]: (context: CommandContext) => Promise<void> } = {
  get: async ({ run }) => {
    assert.match(await run('get', 'pods'), /^NAME +READY +STATUS +RESTARTS +AGE\na +1\/1 +Running +0 +\d+s\n$/);
    assert.match(await run('get', 'configmap', 'settings', '-o', 'yaml'), /^data:\n {2}level: INFO\n/m);
  },
  describe: async ({ run }) => {
    assert.match(await run('describe', 'pod', 'a'), /^Name: +a\nNamespace: +default\n/);
  },
  events: async ({ run, cluster }) => {
    cluster.store.create('events', {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'a.1', namespace },
      involvedObject: { kind: 'Pod', name: 'a', namespace },
      lastTimestamp: new Date().toISOString(),
      type: 'Normal',
      reason: 'Started',
      message: 'Started container main',
    });
    assert.match(await run('events'), /Normal +Started +Pod\/a +Started container main/);
  },
  wait: async ({ run }) => {
    assert.equal(await run('wait', '--for=condition=Ready', 'pod/a', '--timeout=5s'), 'pod/a condition met\n');
  },
  logs: async ({ env, cluster, run }) => {
    cluster.log.write('2026-01-01T00:00:00Z', 'old');
    const child = spawn(kubectl, ['logs', '-f', 'a'], { env });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    assert.equal((await lines.next()).value, 'old');
    cluster.log.write('2026-01-01T00:00:01Z', 'new');
    assert.equal((await lines.next()).value, 'new');
    cluster.log.end();
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    assert.equal(await run('logs', 'a', '--tail=1'), 'new\n');
  },
  exec: async ({ run }) => {
    assert.equal(await run('exec', 'a', '--', 'echo', 'hello'), 'hello\n');
  },
  'port-forward': async ({ env }) => {
    const child = spawn(kubectl, ['port-forward', '--address=127.0.0.1', 'pod/a', ':8081'], { env });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const [, address] = /^Forwarding from (\S+) ->/.exec((await lines.next()).value ?? '') ?? [];
    assert.equal(await (await fetch(`http://${address}/config`)).text(), 'received: GET /config HTTP/1.1');
    child.kill();
    await once(child, 'exit');
  },
  edit: async ({ env, settings }) => {
    const editor = { ...env, KUBE_EDITOR: 'sed -i s/INFO/DEBUG/' };
    assert.equal(await run(editor, 'edit', 'configmap', 'settings'), 'configmap/settings edited\n');
    assert.deepEqual(settings(), { level: 'DEBUG' });
  },
  apply: async ({ run, fails, manifest, settings: stored }) => {
    assert.equal(await run('apply', '-f', manifest(settings('DEBUG'))), 'configmap/settings configured\n');
    assert.deepEqual(stored(), { level: 'DEBUG' });
    // kubectl removes fields of the previous apply that are missing from the new manifest.
    await run('apply', '-f', manifest(configMap('settings', { other: 'x' })));
    assert.deepEqual(stored(), { other: 'x' });
    await run('apply', '--dry-run=server', '-f', manifest(settings('WARN')));
    assert.deepEqual(stored(), { other: 'x' });
    assert.match(await fails('apply', '-f', manifest(settings('WARN', { dta: {} }))), /unknown field "dta"/);
    assert.match(await fails('apply', '-f', manifest(configMap('new', {}))), /does not support "create configmaps"/);
  },
  'apply --server-side': async ({ fails, manifest }) => {
    const stderr = await fails('apply', '--server-side', '-f', manifest(settings('DEBUG')));
    assert.match(
      stderr,
      /MethodNotAllowed.*does not support server-side apply\nUse kubectl apply without --server-side/s,
    );
  },
  diff: async ({ env, manifest, settings: stored }) => {
    // kubectl exits with code 1 if there is a difference.
    const child = spawn(kubectl, ['diff', '-f', manifest(settings('DEBUG'))], { env });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    assert.deepEqual(await once(child, 'close'), [1, null]);
    assert.match(stdout, /^- {2}level: INFO$/m);
    assert.match(stdout, /^\+ {2}level: DEBUG$/m);
    assert.deepEqual(stored(), { level: 'INFO' });
  },
  replace: async ({ run, fails, manifest, settings: stored }) => {
    assert.equal(await run('replace', '-f', manifest(settings('DEBUG'))), 'configmap/settings replaced\n');
    assert.deepEqual(stored(), { level: 'DEBUG' });
    const outdated = { ...settings('WARN'), metadata: { name: 'settings', namespace, resourceVersion: '1' } };
    assert.match(await fails('replace', '-f', manifest(outdated)), /Conflict.*the object has been modified/s);
    assert.match(await fails('replace', '-f', manifest(configMap('new', {}))), /configmaps "new" not found/);
    const withNumber = { ...configMap('settings', {}), data: { level: 7 } };
    assert.match(await fails('replace', '-f', manifest(withNumber)), /cannot unmarshal number .* ConfigMap\.data/);
  },
  patch: async ({ run, settings }) => {
    await run('patch', 'configmap', 'settings', '-p', '{"data":{"level":"DEBUG"}}');
    assert.deepEqual(settings(), { level: 'DEBUG' });
  },
  label: async ({ run, cluster }) => {
    assert.equal(await run('label', 'pod', 'a', 'tier=1'), 'pod/a labeled\n');
    assert.equal(cluster.store.get('pods', namespace, 'a')?.metadata.labels?.tier, '1');
  },
  annotate: async ({ run, cluster }) => {
    assert.equal(await run('annotate', 'deployment', 'session', 'by=me'), 'deployment.apps/session annotated\n');
    assert.equal(cluster.store.get('deployments', namespace, 'session')?.metadata.annotations?.by, 'me');
  },
  delete: async ({ run, cluster, settings }) => {
    assert.match(await run('delete', 'pod', 'a', '--wait=false'), /^pod "a" deleted/);
    assert.deepEqual(cluster.deletedObjects, ['pod a']);
    assert.match(await run('delete', 'configmap', 'settings', '--wait=false'), /^configmap "settings" deleted/);
    assert.equal(settings(), undefined);
  },
  'auth can-i': async ({ run, cluster, env, fails }) => {
    assert.equal(await run('auth', 'can-i', 'delete', 'pods'), 'yes\n');
    assert.match(await run('auth', 'can-i', '--list'), /^\*\.\* .*\[\*\]$/m);
    assert.match(await fails('auth', 'can-i', 'get', 'pods', '--as', 'ann'), /does not support impersonation/);
    writeFileSync(env.KUBECONFIG ?? '', cluster.server.kubeconfig('viewer'));
    assert.equal(await run('auth', 'can-i', 'get', 'pods', '--subresource=log'), 'yes\n');
    await fails('auth', 'can-i', 'delete', 'pods');
    await fails('auth', 'can-i', 'get', '/metrics');
  },
  'auth whoami': async ({ run }) => {
    assert.match(await run('auth', 'whoami'), /^Username +admin$/m);
  },
  'rollout status': async ({ run }) => {
    assert.match(await run('rollout', 'status', 'deployment/session'), /deployment "session" successfully rolled out/);
  },
  explain: async ({ run }) => {
    assert.match(await run('explain', 'pods'), /^KIND: +Pod\n.*The flink-tui demo does not describe fields/s);
  },
  create: async ({ fails, manifest }) => {
    assert.match(await fails('create', '-f', manifest(configMap('new', {}))), notSupported);
    assert.match(await fails('create', 'configmap', 'new'), notSupported);
  },
  run: async ({ fails }) => assert.match(await fails('run', 'new', '--image=x'), notSupported),
  expose: async ({ fails }) => {
    assert.match(await fails('expose', 'pod', 'a', '--port=1'), notSupported);
  },
  scale: async ({ run, fails, cluster }) => {
    const spec = () => cluster.store.get('deployments', namespace, 'session')?.spec;
    const scaled = 'deployment.apps/session scaled\n';
    assert.equal(await run('scale', 'deployment', 'session', '--replicas=0'), scaled);
    assert.deepEqual(spec(), { ...deploymentSpec, replicas: 0 });
    assert.equal(await run('scale', 'deployment', 'session', '--current-replicas=0', '--replicas=2'), scaled);
    assert.deepEqual(spec(), { ...deploymentSpec, replicas: 2 });
    assert.match(await fails('scale', 'deployment', 'nope', '--replicas=0'), /"nope" not found/);
  },
  'rollout restart': async ({ fails }) => {
    assert.match(await fails('rollout', 'restart', 'deployment/session'), noRollout);
  },
  'set image': async ({ fails }) => {
    assert.match(await fails('set', 'image', 'deployment/session', 'main=other'), noRollout);
  },
  autoscale: async ({ fails }) => {
    // The message depends on the order of kubectl's requests.
    const message = /failed to create autoscaling|demo does not serve horizontalpodautoscalers/;
    assert.match(await fails('autoscale', 'deployment', 'session', '--max=3'), message);
  },
  attach: async ({ fails }) => assert.match(await fails('attach', 'a'), notSupported),
  debug: async ({ fails, cluster }) => {
    // kubectl 1.34 panics on a pod without a securityContext. All pods of the demo have a securityContext.
    const { spec, ...rest } = pod('b');
    cluster.store.create('pods', { ...rest, spec: { ...Object(spec), securityContext: {} } });
    assert.match(await fails('debug', 'b', '--image=x'), notSupported);
  },
  top: async ({ fails }) => assert.match(await fails('top', 'pod'), /Metrics API not available/),
};

const deploymentSpec = {
  replicas: 1,
  selector: { matchLabels: { app: 'session' } },
  template: { metadata: { labels: { app: 'session' } }, spec: { containers: [{ name: 'main', image: 'flink' }] } },
};

for (const [command, check] of Object.entries(commands)) {
  test(`kubectl ${command}`, { skip: skipReason }, async (t) => {
    const cluster = await startCluster(t);
    const env = createEnvironment(t, cluster);
    cluster.store.create('pods', pod('a'));
    cluster.store.create('configmaps', configMap('settings', { level: 'INFO' }));
    const status = { observedGeneration: 1, replicas: 1, readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1 };
    cluster.store.create('deployments', { ...deployment('session'), spec: deploymentSpec, status });
    let manifestCount = 0;
    await check({
      cluster,
      env,
      run: (...args) => run(env, ...args),
      fails: (...args) => runFailing(env, ...args),
      manifest: (object) => {
        manifestCount += 1;
        const file = join(env.HOME, `${manifestCount}.json`);
        writeFileSync(file, JSON.stringify(object));
        return file;
      },
      settings: () => cluster.store.get('configmaps', namespace, 'settings')?.data as object | undefined,
    });
  });
}

test('the kubectl table of the guide lists exactly the tested commands', () => {
  const guide = readFileSync(join(projectRoot, 'docs', 'guide.md'), 'utf8');
  const rows = guide.slice(guide.indexOf('| kubectl |')).split('\n\n')[0]?.split('\n').slice(2) ?? [];
  const documented = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  assert.deepEqual(documented.toSorted(), Object.keys(commands).toSorted());
});

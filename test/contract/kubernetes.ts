import assert from 'node:assert/strict';
import type { Duplex } from 'node:stream';
import { KubernetesError, type KubernetesErrorKind } from '../../src/kubernetes/error.ts';
import type { ConfigMap, Deployment, Pod, Service } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { findLastChange } from '../../src/session/cluster/last-change.ts';
import { eventually } from '../support/eventually.ts';
import { type Contract, type ContractTarget, waitOptions } from './contract.ts';
import { dryRunContracts } from './dry-run.ts';
import { shellContracts } from './shell.ts';

export const kubernetesContracts: readonly Contract[] = [
  {
    name: 'the API server returns its version',
    check: async ({ kubernetes }) => {
      const { gitVersion, latencyMs } = await kubernetes.ping(5000);
      assert.match(gitVersion, /^v1\.\d+/);
      assert.ok(latencyMs >= 0);
    },
  },
  {
    name: 'a list has the JobManager pod with its metadata, spec and status',
    check: async (target) => {
      const { metadata, status, spec } = await jobManagerPod(target);
      assert.match(metadata?.uid ?? '', /^[0-9a-f-]{36}$/);
      assert.match(metadata?.resourceVersion ?? '', /^\d+$/);
      assert.equal(metadata?.ownerReferences?.[0]?.kind, 'ReplicaSet');
      assert.equal(status?.phase, 'Running');
      assert.match(status?.podIP ?? '', /^[\d.]+$/);
      assert.deepEqual(
        spec?.containers.map(({ name }) => name),
        ['flink-main-container'],
      );
      assert.ok(spec?.containers[0]?.args?.join(' ').includes('kubernetes-session'));
    },
  },
  {
    name: 'an unmatched selector or an unknown namespace returns an empty list',
    check: async ({ kubernetes, namespace }) => {
      const target = { resource: resources.pods, labelSelector: 'app=no-such-cluster' };
      assert.deepEqual(await kubernetes.list({ ...target, namespace }), []);
      assert.deepEqual(await kubernetes.list({ resource: resources.pods, namespace: 'no-such-namespace' }), []);
    },
  },
  {
    name: 'the list of namespaces has the namespace of the cluster',
    check: async ({ kubernetes, namespace }) => {
      const found = await kubernetes.list({ resource: resources.namespaces });
      const own = found.find(({ metadata }) => metadata?.name === namespace);
      assert.equal(own?.metadata?.labels?.['kubernetes.io/metadata.name'], namespace);
    },
  },
  {
    name: "the objects of a cluster's Deployment are found by label",
    check: async ({ kubernetes, namespace, clusterId }) => {
      const inCluster = { namespace, labelSelector: `app=${clusterId},type=flink-native-kubernetes` };
      const services = await kubernetes.list({ resource: resources.services, ...inCluster });
      assert.ok(services.some(({ metadata }) => metadata?.name === `${clusterId}-rest`));
      const configMaps = await kubernetes.list({ resource: resources.configMaps, ...inCluster });
      assert.ok(configMaps.some(({ metadata }) => metadata?.name === `flink-config-${clusterId}`));
      const path = { resource: resources.deployments, namespace, name: clusterId };
      const deployment = await kubernetes.get<Deployment>(path);
      assert.equal(deployment.status?.readyReplicas, deployment.spec?.replicas);
    },
  },
  {
    name: 'the ConfigMap has the Flink configuration and a log4j file with monitorInterval',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const { data = {} } = await kubernetes.get<ConfigMap>(configMapOf({ namespace, clusterId }));
      assert.match(data['config.yaml'] ?? '', new RegExp(`cluster-id: ${clusterId}`));
      assert.match(data['log4j-console.properties'] ?? '', /^monitorInterval=30$/m);
      assert.match(data['log4j-console.properties'] ?? '', /^rootLogger\.level = \$\{env:ROOT_LOG_LEVEL:-INFO\}$/m);
    },
  },
  {
    name: 'the managed fields of the ConfigMap name the client that changed the Flink configuration, and when',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const path = configMapOf({ namespace, clusterId });
      const before = (await kubernetes.get<ConfigMap>(path)).data?.['config.yaml'] ?? '';
      const write = (text: string) => {
        const options = { fieldManager: 'contract' };
        return kubernetes.patch<ConfigMap>(path, { data: { 'config.yaml': text } }, undefined, options);
      };
      const { by, at = 0 } = findLastChange(await write(`${before}# changed\n`), 'config.yaml');
      assert.equal(by, 'contract');
      assert.ok(Math.abs(at - (kubernetes.serverTime() ?? 0)) < 5000);
      await write(before);
    },
  },
  {
    name: 'an unknown object is not found, and the error contains its name',
    check: async ({ kubernetes, namespace }) => {
      const path = { resource: resources.pods, namespace, name: 'no-such-pod' };
      const error = await rejection('not-found', kubernetes.get(path));
      assert.match(error.message, /no-such-pod/);
      assert.equal(error.status, 404);
    },
  },
  {
    name: 'a patch with an old resourceVersion is a conflict and changes nothing',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const path = configMapOf({ namespace, clusterId });
      const before = await kubernetes.get(path);
      await kubernetes.patch(path, annotation('first'));
      const stale = {
        metadata: { ...annotation('second').metadata, resourceVersion: before.metadata?.resourceVersion },
      };
      await rejection('conflict', kubernetes.patch(path, stale));
      const after = await kubernetes.get<ConfigMap>(path);
      assert.equal(after.metadata?.annotations?.[annotationKey], 'first');
      assert.notEqual(after.metadata?.resourceVersion, before.metadata?.resourceVersion);
    },
  },
  {
    name: 'null in a merge patch removes a key',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const path = configMapOf({ namespace, clusterId });
      await kubernetes.patch(path, annotation('present'));
      const after = await kubernetes.patch<ConfigMap>(path, annotation(null));
      assert.equal(after.metadata?.annotations?.[annotationKey], undefined);
    },
  },
  {
    name: 'a deletion with another uid is a conflict and deletes nothing',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const path = { resource: resources.deployments, namespace, name: clusterId };
      const uid = '00000000-0000-4000-8000-000000000000';
      await rejection('conflict', kubernetes.delete(path, { propagation: 'Background', uid }));
      const { metadata } = await kubernetes.get<Deployment>(path);
      assert.equal(metadata?.deletionTimestamp, undefined);
    },
  },
  {
    name: 'a Service of type NodePort has a node port, and loses it with type ClusterIP',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const path = { resource: resources.services, namespace, name: `${clusterId}-rest` };
      const portOf = ({ spec }: Service) => spec?.ports?.[0]?.nodePort;
      const nodePort = await kubernetes.patch<Service>(path, { spec: { type: 'NodePort' } });
      assert.ok((portOf(nodePort) ?? 0) >= 30_000);
      const clusterIp = await kubernetes.patch<Service>(path, { spec: { type: 'ClusterIP' } });
      assert.equal(portOf(clusterIp), undefined);
      assert.equal(clusterIp.spec?.type, 'ClusterIP');
    },
  },
  {
    name: 'a finalizer stays on the Deployment until it is removed',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const path = { resource: resources.deployments, namespace, name: clusterId };
      const withFinalizer = await kubernetes.patch<Deployment>(path, {
        metadata: { finalizers: ['example.com/hold'] },
      });
      assert.deepEqual(withFinalizer.metadata?.finalizers, ['example.com/hold']);
      assert.equal(withFinalizer.metadata?.deletionTimestamp, undefined);
      const withoutFinalizer = await kubernetes.patch<Deployment>(path, { metadata: { finalizers: null } });
      assert.equal(withoutFinalizer.metadata?.finalizers, undefined);
    },
  },
  ...dryRunContracts,
  {
    name: 'a watch returns the existing objects and then each change',
    check: async ({ kubernetes, namespace, clusterId }) => {
      let current: readonly ConfigMap[] = [];
      let state = '';
      const watch = kubernetes.watch<ConfigMap>(
        { resource: resources.configMaps, namespace, labelSelector: `app=${clusterId}` },
        {
          onItems: (items) => {
            current = items;
          },
          onState: (now) => {
            state = now.state;
          },
        },
      );
      try {
        const path = configMapOf({ namespace, clusterId });
        const find = () => current.find(({ metadata }) => metadata?.name === path.name);
        await eventually('the watch to be live', () => state === 'live' && find(), waitOptions);
        const value = String(Date.now());
        await kubernetes.patch(path, annotation(value));
        await eventually('the change', () => find()?.metadata?.annotations?.[annotationKey] === value, waitOptions);
      } finally {
        watch.stop();
      }
    },
  },
  {
    name: 'a log returns the requested lines, each with a time in nanoseconds',
    check: async (target) => {
      const lines = await readLog(target, { tailLines: 5, timestamps: true });
      assert.equal(lines.length, 5);
      for (const line of lines) assert.match(line, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z /);
      const whole = await readLog(target, {});
      assert.match(whole[0] ?? '', /^Starting kubernetes-session as a console application on host /);
      assert.ok(
        whole.some((line) =>
          /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO {2}org\.apache\.flink\.\S+ +\[\] - /.test(line),
        ),
      );
    },
  },
  {
    name: 'a log returns at most the requested bytes, the oldest ones, and none of the existing lines if only new ones are followed',
    check: async (target) => {
      const { kubernetes, namespace } = target;
      const { metadata } = await jobManagerPod(target);
      const request = { namespace, pod: metadata?.name ?? '', container, timestamps: true };
      const read = async (options: object, signal: AbortSignal) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of await kubernetes.podLog({ ...request, ...options }, signal)) chunks.push(chunk);
        return Buffer.concat(chunks).toString();
      };
      const { signal } = new AbortController();
      const whole = await read({ sinceSeconds: 86_400 }, signal);
      assert.equal(await read({ sinceSeconds: 86_400, limitBytes: 500 }, signal), whole.slice(0, 500));
      const ending = new AbortController();
      setTimeout(() => ending.abort(), 1000);
      const followed = await read({ follow: true, tailLines: 0 }, ending.signal);
      const existing = new Set(whole.split('\n').filter(Boolean));
      assert.deepEqual(
        followed.split('\n').filter((line) => existing.has(line)),
        [],
      );
    },
  },
  {
    name: 'a log request for an unknown container or pod is rejected',
    check: async (target) => {
      const { kubernetes, namespace } = target;
      const { metadata } = await jobManagerPod(target);
      const pod = metadata?.name ?? '';
      const { signal } = new AbortController();
      await rejection('invalid', kubernetes.podLog({ namespace, pod, container: 'no-such-container' }, signal));
      await rejection('invalid', kubernetes.podLog({ namespace, pod, previous: true }, signal));
      await rejection('not-found', kubernetes.podLog({ namespace, pod: 'no-such-pod' }, signal));
    },
  },
  {
    name: 'a port forward transfers HTTP to the REST port, and fails for a closed port',
    check: async (target) => {
      const { kubernetes, namespace } = target;
      const { metadata } = await jobManagerPod(target);
      const pod = metadata?.name ?? '';
      const open = await kubernetes.forward({ namespace, pod, port: 8081 });
      open.write('GET /v1/config HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
      assert.match(await readAll(open), /^HTTP\/1\.1 200 OK\r\n[\s\S]*"flink-version"/);
      await assert.rejects(async () => {
        const closed = await kubernetes.forward({ namespace, pod, port: 1 });
        closed.write('x');
        await readAll(closed);
      }, KubernetesError);
    },
  },
  {
    name: 'exec returns the output and the exit code of a command',
    check: async (target) => {
      const { kubernetes, namespace } = target;
      const inContainer = { namespace, pod: (await jobManagerPod(target)).metadata?.name ?? '', container };
      const { data = {} } = await kubernetes.get<ConfigMap>(configMapOf(target));
      const read = await kubernetes.exec({ ...inContainer, command: ['cat', `/opt/flink/conf/${loggingFile}`] });
      assert.deepEqual(read, { exitCode: 0, stdout: data[loggingFile], stderr: '' });
      const missing = await kubernetes.exec({ ...inContainer, command: ['cat', '/no/such/file'] });
      assert.deepEqual(missing, { exitCode: 1, stdout: '', stderr: 'cat: /no/such/file: No such file or directory\n' });
      const unknown = await rejection('invalid', kubernetes.exec({ ...inContainer, command: ['no-such-command'] }));
      assert.match(unknown.message, /"no-such-command": executable file not found in \$PATH/);
      await rejection('not-found', kubernetes.exec({ ...inContainer, pod: 'no-such-pod', command: ['cat'] }));
      await rejection('invalid', kubernetes.exec({ ...inContainer, container: 'no-such-container', command: ['cat'] }));
    },
  },
  {
    name: 'a changed file appears in a pod soon after the pod is annotated',
    check: async (target) => {
      const { kubernetes, namespace } = target;
      const pod = (await jobManagerPod(target)).metadata?.name ?? '';
      const path = configMapOf(target);
      const text = (await kubernetes.get<ConfigMap>(path)).data?.[loggingFile] ?? '';
      const write = async (changed: string) => {
        await kubernetes.patch(path, { data: { [loggingFile]: changed } });
        await kubernetes.patch({ resource: resources.pods, namespace, name: pod }, annotation(String(Date.now())));
        const command = ['cat', `/opt/flink/conf/${loggingFile}`];
        await eventually(
          'the file in the pod',
          async () => {
            const { stdout } = await kubernetes.exec({ namespace, pod, container, command });
            return stdout === changed;
          },
          // Without the annotation, the update takes more than a minute.
          { ...waitOptions, timeoutMs: 30_000 },
        );
      };
      await write(`${text}# changed\n`);
      await write(text);
    },
  },
  {
    name: "the service proxy forwards Flink's responses and status codes",
    check: async ({ kubernetes, namespace, clusterId }) => {
      const service = { namespace, service: `${clusterId}-rest`, port: 8081 };
      const overview = await kubernetes.serviceProxy({ ...service, path: '/overview' });
      assert.equal(overview.status, 200);
      assert.equal(typeof JSON.parse(overview.body)['flink-version'], 'string');
      const unknown = await kubernetes.serviceProxy({ ...service, path: '/nothing' });
      assert.equal(unknown.status, 404);
      assert.deepEqual(JSON.parse(unknown.body), { errors: ['Unable to load requested file /nothing.'] });
      await rejection('not-found', kubernetes.serviceProxy({ ...service, service: 'no-such-service', path: '/' }));
    },
  },
  ...shellContracts,
];

async function rejection(kind: KubernetesErrorKind, call: Promise<unknown>): Promise<KubernetesError> {
  const error = await call.then(
    () => assert.fail(`the call did not fail with ${kind}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof KubernetesError, String(error));
  assert.equal(error.kind, kind, error.message);
  return error;
}

const container = 'flink-main-container';
const loggingFile = 'log4j-console.properties';
const annotationKey = 'flink-tui.test/contract';
const annotation = (value: string | null) => ({ metadata: { annotations: { [annotationKey]: value } } });
const configMapOf = ({ namespace, clusterId }: Pick<ContractTarget, 'namespace' | 'clusterId'>) => ({
  resource: resources.configMaps,
  namespace,
  name: `flink-config-${clusterId}`,
});

async function jobManagerPod({ kubernetes, namespace, clusterId }: ContractTarget): Promise<Pod> {
  const labelSelector = `app=${clusterId},component=jobmanager`;
  const [pod] = await kubernetes.list<Pod>({ resource: resources.pods, namespace, labelSelector });
  assert.ok(pod, `${clusterId} has no JobManager`);
  return pod;
}

async function readLog(
  target: ContractTarget,
  options: { readonly tailLines?: number; readonly timestamps?: boolean },
): Promise<readonly string[]> {
  const { kubernetes, namespace } = target;
  const { metadata } = await jobManagerPod(target);
  const logRequest = { namespace, pod: metadata?.name ?? '', container: 'flink-main-container', ...options };
  const chunks: Uint8Array[] = [];
  for await (const chunk of await kubernetes.podLog(logRequest, new AbortController().signal)) chunks.push(chunk);
  return Buffer.concat(chunks).toString().trimEnd().split('\n');
}

async function readAll(stream: Duplex): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

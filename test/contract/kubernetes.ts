import assert from 'node:assert/strict';
import type { Duplex } from 'node:stream';
import { KubernetesError, type KubernetesErrorKind } from '../../src/kubernetes/error.ts';
import type { ConfigMap, Deployment, Pod, Service } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { eventually } from '../support/eventually.ts';
import { type Contract, type ContractTarget, patience } from './contract.ts';
import { dryRunContracts } from './dry-run.ts';

export const kubernetesContracts: readonly Contract[] = [
  {
    name: 'the server answers with its version',
    check: async ({ kubernetes }) => {
      const { gitVersion, latencyMs } = await kubernetes.ping(5000);
      assert.match(gitVersion, /^v1\.\d+/);
      assert.ok(latencyMs >= 0);
    },
  },
  {
    name: 'a list holds the JobManager with what the API server keeps of every object',
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
    name: 'a selector that fits nothing, or a namespace that is not there, lists nothing',
    check: async ({ kubernetes, namespace }) => {
      const target = { resource: resources.pods, labelSelector: 'app=no-such-cluster' };
      assert.deepEqual(await kubernetes.list({ ...target, namespace }), []);
      assert.deepEqual(await kubernetes.list({ resource: resources.pods, namespace: 'no-such-namespace' }), []);
    },
  },
  {
    name: "what a cluster's Deployment owns is found by its labels",
    check: async ({ kubernetes, namespace, clusterId }) => {
      const found = { namespace, labelSelector: `app=${clusterId},type=flink-native-kubernetes` };
      const services = await kubernetes.list({ resource: resources.services, ...found });
      assert.ok(services.some(({ metadata }) => metadata?.name === `${clusterId}-rest`));
      const configMaps = await kubernetes.list({ resource: resources.configMaps, ...found });
      assert.ok(configMaps.some(({ metadata }) => metadata?.name === `flink-config-${clusterId}`));
      const path = { resource: resources.deployments, namespace, name: clusterId };
      const deployment = await kubernetes.get<Deployment>(path);
      assert.equal(deployment.status?.readyReplicas, deployment.spec?.replicas);
    },
  },
  {
    name: 'the configuration is a file that says where the levels are and how often they are read',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const { data = {} } = await kubernetes.get<ConfigMap>(configMapOf({ namespace, clusterId }));
      assert.match(data['config.yaml'] ?? '', new RegExp(`cluster-id: ${clusterId}`));
      assert.match(data['log4j-console.properties'] ?? '', /^monitorInterval=30$/m);
      assert.match(data['log4j-console.properties'] ?? '', /^rootLogger\.level = \$\{env:ROOT_LOG_LEVEL:-INFO\}$/m);
    },
  },
  {
    name: 'an object that is not there is not found, by its name',
    check: async ({ kubernetes, namespace }) => {
      const path = { resource: resources.pods, namespace, name: 'no-such-pod' };
      const error = await refusal('not-found', kubernetes.get(path));
      assert.match(error.message, /no-such-pod/);
      assert.equal(error.status, 404);
    },
  },
  {
    name: 'a patch of an old version is a conflict, and changes nothing',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const path = configMapOf({ namespace, clusterId });
      const before = await kubernetes.get(path);
      await kubernetes.patch(path, annotation('first'));
      const stale = {
        metadata: { ...annotation('second').metadata, resourceVersion: before.metadata?.resourceVersion },
      };
      await refusal('conflict', kubernetes.patch(path, stale));
      const after = await kubernetes.get<ConfigMap>(path);
      assert.equal(after.metadata?.annotations?.[annotationKey], 'first');
      assert.notEqual(after.metadata?.resourceVersion, before.metadata?.resourceVersion);
    },
  },
  {
    name: 'null in a merge patch takes a key away',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const path = configMapOf({ namespace, clusterId });
      await kubernetes.patch(path, annotation('there'));
      const after = await kubernetes.patch<ConfigMap>(path, annotation(null));
      assert.equal(after.metadata?.annotations?.[annotationKey], undefined);
    },
  },
  {
    name: 'a deletion of another object of that name is a conflict, and deletes nothing',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const path = { resource: resources.deployments, namespace, name: clusterId };
      const uid = '00000000-0000-4000-8000-000000000000';
      await refusal('conflict', kubernetes.delete(path, { propagation: 'Background', uid }));
      const { metadata } = await kubernetes.get<Deployment>(path);
      assert.equal(metadata?.deletionTimestamp, undefined);
    },
  },
  {
    name: 'a Service that is opened gets a node port, and loses it when it is closed',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const path = { resource: resources.services, namespace, name: `${clusterId}-rest` };
      const portOf = ({ spec }: Service) => spec?.ports?.[0]?.nodePort;
      const opened = await kubernetes.patch<Service>(path, { spec: { type: 'NodePort' } });
      assert.ok((portOf(opened) ?? 0) >= 30_000);
      const closed = await kubernetes.patch<Service>(path, { spec: { type: 'ClusterIP' } });
      assert.equal(portOf(closed), undefined);
      assert.equal(closed.spec?.type, 'ClusterIP');
    },
  },
  {
    name: 'a finalizer stays on the Deployment until it is removed',
    check: async ({ kubernetes, namespace, clusterId }) => {
      const path = { resource: resources.deployments, namespace, name: clusterId };
      const held = await kubernetes.patch<Deployment>(path, { metadata: { finalizers: ['example.com/hold'] } });
      assert.deepEqual(held.metadata?.finalizers, ['example.com/hold']);
      assert.equal(held.metadata?.deletionTimestamp, undefined);
      const free = await kubernetes.patch<Deployment>(path, { metadata: { finalizers: null } });
      assert.equal(free.metadata?.finalizers, undefined);
    },
  },
  ...dryRunContracts,
  {
    name: 'a watch shows what is there, and then each change',
    check: async ({ kubernetes, namespace, clusterId }) => {
      let shown: readonly ConfigMap[] = [];
      let state = '';
      const watch = kubernetes.watch<ConfigMap>(
        { resource: resources.configMaps, namespace, labelSelector: `app=${clusterId}` },
        {
          onItems: (items) => {
            shown = items;
          },
          onState: (now) => {
            state = now.state;
          },
        },
      );
      try {
        const path = configMapOf({ namespace, clusterId });
        const find = () => shown.find(({ metadata }) => metadata?.name === path.name);
        await eventually('the watch to be live', () => state === 'live' && find(), patience);
        const value = String(Date.now());
        await kubernetes.patch(path, annotation(value));
        await eventually('the change', () => find()?.metadata?.annotations?.[annotationKey] === value, patience);
      } finally {
        watch.stop();
      }
    },
  },
  {
    name: 'a log has the lines that were asked for, each with its time in nanoseconds',
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
    name: 'a log of a container or a pod that is not there is refused',
    check: async (target) => {
      const { kubernetes, namespace } = target;
      const { metadata } = await jobManagerPod(target);
      const pod = metadata?.name ?? '';
      const { signal } = new AbortController();
      await refusal('invalid', kubernetes.podLog({ namespace, pod, container: 'no-such-container' }, signal));
      await refusal('invalid', kubernetes.podLog({ namespace, pod, previous: true }, signal));
      await refusal('not-found', kubernetes.podLog({ namespace, pod: 'no-such-pod' }, signal));
    },
  },
  {
    name: 'a forward carries HTTP to the REST port, and one to a closed port breaks',
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
    name: 'a command in a container prints what it prints, and its exit code is told',
    check: async (target) => {
      const { kubernetes, namespace } = target;
      const at = { namespace, pod: (await jobManagerPod(target)).metadata?.name ?? '', container };
      const { data = {} } = await kubernetes.get<ConfigMap>(configMapOf(target));
      const read = await kubernetes.exec({ ...at, command: ['cat', `/opt/flink/conf/${loggingFile}`] });
      assert.deepEqual(read, { exitCode: 0, stdout: data[loggingFile], stderr: '' });
      const missing = await kubernetes.exec({ ...at, command: ['cat', '/no/such/file'] });
      assert.deepEqual(missing, { exitCode: 1, stdout: '', stderr: 'cat: /no/such/file: No such file or directory\n' });
      const unknown = await refusal('invalid', kubernetes.exec({ ...at, command: ['no-such-command'] }));
      assert.match(unknown.message, /"no-such-command": executable file not found in \$PATH/);
      await refusal('not-found', kubernetes.exec({ ...at, pod: 'no-such-pod', command: ['cat'] }));
      await refusal('invalid', kubernetes.exec({ ...at, container: 'no-such-container', command: ['cat'] }));
    },
  },
  {
    name: 'a changed file comes into a pod once the pod is annotated',
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
          // Without the annotation it is a minute and more.
          { ...patience, timeoutMs: 30_000 },
        );
      };
      await write(`${text}# changed\n`);
      await write(text);
    },
  },
  {
    name: "the service proxy hands on Flink's own answers and statuses",
    check: async ({ kubernetes, namespace, clusterId }) => {
      const service = { namespace, service: `${clusterId}-rest`, port: 8081 };
      const overview = await kubernetes.serviceProxy({ ...service, path: '/overview' });
      assert.equal(overview.status, 200);
      assert.equal(typeof JSON.parse(overview.body)['flink-version'], 'string');
      const unknown = await kubernetes.serviceProxy({ ...service, path: '/nothing' });
      assert.equal(unknown.status, 404);
      assert.deepEqual(JSON.parse(unknown.body), { errors: ['Unable to load requested file /nothing.'] });
      await refusal('not-found', kubernetes.serviceProxy({ ...service, service: 'no-such-service', path: '/' }));
    },
  },
];

async function refusal(kind: KubernetesErrorKind, call: Promise<unknown>): Promise<KubernetesError> {
  const error = await call.then(
    () => assert.fail(`it was not refused as ${kind}`),
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
  const asked = { namespace, pod: metadata?.name ?? '', container: 'flink-main-container', ...options };
  const chunks: Uint8Array[] = [];
  for await (const chunk of await kubernetes.podLog(asked, new AbortController().signal)) chunks.push(chunk);
  return Buffer.concat(chunks).toString().trimEnd().split('\n');
}

async function readAll(stream: Duplex): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

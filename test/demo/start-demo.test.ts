import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlinkError } from '../../src/flink/error.ts';
import { isHaConfigMap } from '../../src/flink/names.ts';
import type { ConfigMap, Deployment, Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { eventually } from '../support/eventually.ts';
import { type AttachedDemo, attachDemo } from './attached-demo.ts';

const nameOf = ({ metadata }: Pod): string => metadata?.name ?? '';

async function leaderName({ kubernetes, demo, pods }: AttachedDemo): Promise<string | undefined> {
  const { clusterId, namespace } = demo;
  const path = { resource: resources.configMaps, namespace, name: `${clusterId}-cluster-config-map` };
  const { data = {} } = await kubernetes.get<ConfigMap>(path);
  const address = data['org.apache.flink.k8s.leader.restserver'] ?? '';
  return (await pods('jobmanager')).find(({ status }) => address.includes(`//${status?.podIP}:`))?.metadata?.name;
}

test('whoever comes finds a cluster that has been at work: jobs that run, one that finished, one that was cancelled', async (t) => {
  const { flink, pods, log } = await attachDemo(t, {}, 1);
  const jobs = await flink.jobs();
  assert.deepEqual(Object.fromEntries(jobs.map(({ name, state }) => [name, state])), {
    WordCount: 'FINISHED',
    'State machine job': 'RUNNING',
    'Click Event Count': 'CANCELED',
    CarTopSpeedWindowingExample: 'RUNNING',
    'Order enrichment': 'RUNNING',
  });
  const taskManagers = await flink.taskManagers();
  assert.deepEqual(taskManagers.map(({ id }) => id).sort(), (await pods('taskmanager')).map(nameOf).sort());
  assert.equal(taskManagers.filter(({ freeSlots }) => freeSlots === 1).length, 1);

  const [jobManager] = await pods('jobmanager');
  const lines = await log(jobManager ? nameOf(jobManager) : '');
  assert.match(lines, /Job Order enrichment \([0-9a-f]{32}\) switched from state RUNNING to RESTARTING\./);
  assert.match(lines, /^java\.lang\.IllegalStateException: order \d+ failed 5 times, giving up$/m);
  assert.match(lines, /^Caused by: java\.net\.SocketTimeoutException: Read timed out$/m);
  assert.match(lines, /CheckpointCoordinator +\[\] - Completed checkpoint \d+ for job/);
});

test('beside it stand an application cluster and, in another namespace, a session without jobs', async (t) => {
  const { kubernetes } = await attachDemo(t, { jobs: 'none' });
  const deployments = await kubernetes.list<Deployment>({
    resource: resources.deployments,
    labelSelector: 'type=flink-native-kubernetes,component=jobmanager',
  });
  const shown = deployments.map(({ metadata, spec }) => {
    const args = spec?.template.spec?.containers[0]?.args?.join(' ') ?? '';
    return `${metadata?.namespace}/${metadata?.name} ${/kubernetes-(session|application)/.exec(args)?.[1]}`;
  });
  assert.deepEqual(shown, [
    'analytics/nightly-reports session',
    'default/fraud-detection application',
    'default/my-first-flink-cluster session',
  ]);
});

test('a submitted job brings its TaskManager: pending, then creating, then running, then registered', async (t) => {
  const { demo, kubernetes, flink } = await attachDemo(t, { jobs: 'none' }, 2);
  const { clusterId, namespace } = demo;
  const seen: string[] = [];
  const watch = kubernetes.watch<Pod>(
    { resource: resources.pods, namespace, labelSelector: `app=${clusterId},component=taskmanager` },
    {
      onItems: ([pod]) => {
        const reason = pod?.status?.containerStatuses?.[0]?.state?.waiting?.reason;
        const stage = pod && `${nameOf(pod)} ${reason ?? pod.status?.phase}`;
        if (stage !== undefined && seen.at(-1) !== stage) seen.push(stage);
      },
      onState: () => {},
    },
  );
  t.after(() => watch.stop());
  const id = demo.submitJob('numbers');
  assert.equal(await flink.jobState(id), 'INITIALIZING');
  await eventually('the job to be made', async () => (await flink.jobState(id)) === 'RUNNING');
  assert.equal((await flink.jobs())[0]?.tasks.scheduled, 2);
  await eventually('its tasks to run', async () => (await flink.jobs())[0]?.tasks.running === 2);
  const name = `${clusterId}-taskmanager-1-1`;
  assert.deepEqual(seen, [`${name} Pending`, `${name} ContainerCreating`, `${name} Running`]);
});

test('a job that fails restarts, and its exception says why', async (t) => {
  const { flink } = await attachDemo(t, {}, 100);
  const job = (await flink.jobs()).find(({ name }) => name === 'Order enrichment');
  const id = job?.id ?? '';
  await eventually('it to restart', async () => (await flink.jobState(id)) === 'RESTARTING', { timeoutMs: 10_000 });
  await eventually('it to run again', async () => (await flink.jobState(id)) === 'RUNNING', { timeoutMs: 10_000 });
  const exception = await flink.latestException(id);
  assert.equal(exception?.message, 'Read timed out');
});

test('an idle TaskManager is released: the JobManager says so, and the pod goes', async (t) => {
  const { demo, flink, pods, log } = await attachDemo(t, { jobs: 'none' });
  const id = demo.submitJob('numbers');
  await eventually('its TaskManager', async () => (await flink.taskManagers()).length === 1);
  await flink.cancel(id);
  await eventually('the pod to go', async () => (await pods('taskmanager')).length === 0);
  const [jobManager] = await pods('jobmanager');
  const lines = await log(jobManager ? nameOf(jobManager) : '');
  assert.match(lines, /need release 1 workers, current worker number 1, declared worker number 0/);
  assert.match(lines, /Stopping TaskManager pod my-first-flink-cluster-taskmanager-1-1\./);
});

test('a job outlives its TaskManager: it fails, and goes on in a new one', async (t) => {
  const { demo, flink } = await attachDemo(t, { jobs: 'none' }, 10);
  const id = demo.submitJob('numbers');
  const running = async () => (await flink.jobs())[0]?.tasks.running === 2;
  await eventually('its tasks to run', running);
  demo.deletePod(`${demo.clusterId}-taskmanager-1-1`);
  await eventually('it to restart', async () => (await flink.jobState(id)) === 'RESTARTING');
  await eventually('its tasks to run again', running);
  assert.deepEqual(
    (await flink.taskManagers()).map((one) => one.id),
    [`${demo.clusterId}-taskmanager-1-2`],
  );
  assert.equal((await flink.latestException(id))?.message, 'The TaskExecutor is shutting down.');
});

test('without high availability a JobManager that goes takes its jobs along', async (t) => {
  const { demo, flink, pods } = await attachDemo(t, { jobs: 'none' });
  const [before] = await pods('jobmanager');
  demo.submitJob('numbers');
  await eventually('its TaskManager', async () => (await flink.taskManagers()).length === 1);
  demo.deletePod(before ? nameOf(before) : '');
  const after = await eventually('another JobManager', async () => {
    const [pod, ...others] = await pods('jobmanager');
    return others.length === 0 && pod?.metadata?.uid !== before?.metadata?.uid ? pod : undefined;
  });
  assert.notEqual(after.metadata?.name, before?.metadata?.name);
  await eventually('it to answer', async () => flink.overview().catch(() => undefined));
  assert.deepEqual(await flink.jobs(), []);
});

test('with high availability the standby takes over, and the job goes on under its id', async (t) => {
  const attached = await attachDemo(t, { jobs: 'none', highAvailability: true });
  const { demo, flink, pods } = attached;
  assert.equal((await pods('jobmanager')).length, 2);
  const id = demo.submitJob('numbers');
  const running = async () => {
    const jobs = await flink.jobs().catch(() => []);
    return jobs[0]?.id === id && jobs[0].tasks.running === 2;
  };
  await eventually('its tasks to run', running);
  await eventually('a checkpoint', async () => {
    const checkpoints = await flink.checkpoints(id);
    return checkpoints.enabled ? checkpoints.latestCompleted : undefined;
  });
  const leader = (await leaderName(attached)) ?? '';
  demo.deletePod(leader);
  const next = await eventually('another leader', async () => {
    const name = await leaderName(attached);
    return name !== leader ? name : undefined;
  });
  assert.ok(next);
  await eventually('its tasks to run again', running);
  const checkpoints = await flink.checkpoints(id);
  assert.equal(checkpoints.enabled && checkpoints.restored, 1);
});

test('a deleted Deployment is gone at once, its pods when they have ended; what high availability keeps stays', async (t) => {
  const { demo, kubernetes, pods } = await attachDemo(t, { highAvailability: true }, 2);
  const { clusterId, namespace } = demo;
  const path = { resource: resources.deployments, namespace, name: clusterId };
  await kubernetes.delete(path, { propagation: 'Background' });
  await assert.rejects(kubernetes.get(path), { kind: 'not-found' });
  const ending = await pods('jobmanager');
  assert.equal(ending.length, 2);
  assert.ok(ending.every(({ metadata }) => metadata?.deletionTimestamp !== undefined));

  await eventually('the pods to go', async () => {
    return [...(await pods('jobmanager')), ...(await pods('taskmanager'))].length === 0;
  });
  const left = { namespace, labelSelector: `app=${clusterId}` };
  assert.deepEqual(await kubernetes.list({ resource: resources.services, ...left }), []);
  const configMaps = await kubernetes.list<ConfigMap>({ resource: resources.configMaps, ...left });
  assert.equal(configMaps.length, 4); // the leader's, and one for each job that runs
  for (const configMap of configMaps) assert.ok(isHaConfigMap(clusterId, configMap), configMap.metadata?.name);
});

test('deleted in the foreground, a Deployment stays until its pods are gone', async (t) => {
  const { demo, kubernetes, pods } = await attachDemo(t, { jobs: 'none' }, 2);
  const path = { resource: resources.deployments, namespace: demo.namespace, name: demo.clusterId };
  await kubernetes.delete(path, { propagation: 'Foreground' });
  const { metadata } = await kubernetes.get<Deployment>(path);
  assert.notEqual(metadata?.deletionTimestamp, undefined);
  const isGone = () =>
    kubernetes.get(path).then(
      () => false,
      () => true,
    );
  await eventually('it to go', isGone);
  assert.deepEqual(await pods('jobmanager'), []);
});

test('REST can be unavailable, as in an election, or silent', async (t) => {
  const { demo, kubernetes, flink } = await attachDemo(t, { jobs: 'none' });
  const { clusterId, namespace } = demo;
  await demo.fault({ kind: 'rest', mode: 'unavailable' });
  await assert.rejects(flink.overview(), (error: FlinkError) => {
    assert.ok(error instanceof FlinkError);
    assert.equal(error.kind, 'unavailable');
    return /ongoing leader election/.test(error.message);
  });
  await demo.fault({ kind: 'rest', mode: 'silent' });
  const service = { namespace, service: `${clusterId}-rest`, port: 8081, path: '/overview' };
  await assert.rejects(kubernetes.serviceProxy(service, { timeoutMs: 200 }), { kind: 'timeout' });
  await demo.fault({ kind: 'rest', mode: 'ok' });
  assert.equal((await flink.overview()).flinkVersion, '2.3.0');
});

test("the operator's mark is on what it owns", async (t) => {
  const { demo, kubernetes, flink } = await attachDemo(t, { jobs: 'none', operatorOwned: true });
  const path = { resource: resources.deployments, namespace: demo.namespace, name: demo.clusterId };
  const { metadata } = await kubernetes.get<Deployment>(path);
  assert.deepEqual(
    metadata?.ownerReferences?.map(({ kind, name }) => [kind, name]),
    [['FlinkDeployment', demo.clusterId]],
  );
  assert.equal((await flink.config()).webCancel, false);
});

test('a thousand TaskManagers and five hundred jobs are there at once', async (t) => {
  const { demo, flink, pods } = await attachDemo(t, { jobs: 'none', extraTaskManagers: 1000, extraJobs: 500 }, 1);
  const overview = await flink.overview();
  assert.equal(overview.taskManagers, 1000);
  assert.equal(overview.slotsAvailable, 0);
  assert.equal(overview.jobsRunning, 500);
  const registered = new Set((await flink.taskManagers()).map(({ id }) => id));
  assert.deepEqual(new Set((await pods('taskmanager')).map(nameOf)), registered);
  assert.ok((await flink.jobs()).every(({ tasks }) => tasks.running === 4));
  assert.equal(demo.speed, 1);
});

test('metrics are empty until the JobManager has fetched them, and where one of those asked for is not there', async (t) => {
  const { demo, kubernetes, flink } = await attachDemo(t, { jobs: 'none' }, 10);
  const id = demo.submitJob('measured');
  await eventually('it to run', async () => (await flink.jobs()).find((job) => job.id === id)?.tasks.running === 2);
  const service = { namespace: demo.namespace, service: `${demo.clusterId}-rest`, port: 'rest' };
  const metrics = async (query: string) => {
    const path = `/jobs/${id}/vertices/cbc357ccb763df2852fee8c4fc7d55f2/subtasks/metrics?${query}`;
    return JSON.parse((await kubernetes.serviceProxy({ ...service, path })).body) as readonly { readonly id: string }[];
  };
  assert.deepEqual(await metrics('get=busyTimeMsPerSecond'), []);
  await eventually('the metrics', async () => (await metrics('get=busyTimeMsPerSecond')).length === 1);
  assert.deepEqual(await metrics('get=busyTimeMsPerSecond,nothing'), []);
  const [busy] = await metrics('get=busyTimeMsPerSecond&agg=max');
  assert.deepEqual(Object.keys(busy ?? {}), ['id', 'max']);
  assert.ok((await metrics('')).some((metric) => metric.id === 'idleTimeMsPerSecond'));
});

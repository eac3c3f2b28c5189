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

test('the demo starts with a history: running jobs, a finished job and a cancelled job', async (t) => {
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

test('the demo also has an application cluster, and a session cluster in another namespace', async (t) => {
  const { kubernetes } = await attachDemo(t, { jobs: 'none' });
  const deployments = await kubernetes.list<Deployment>({
    resource: resources.deployments,
    labelSelector: 'type=flink-native-kubernetes,component=jobmanager',
  });
  const listed = deployments.map(({ metadata, spec }) => {
    const args = spec?.template.spec?.containers[0]?.args?.join(' ') ?? '';
    return `${metadata?.namespace}/${metadata?.name} ${/kubernetes-(session|application)/.exec(args)?.[1]}`;
  });
  assert.deepEqual(listed, [
    'analytics/nightly-reports session',
    'default/fraud-detection application',
    'default/my-first-flink-cluster session',
  ]);
});

test('the TaskManager pod of a submitted job is pending, then creating its container, then running', async (t) => {
  const { demo, kubernetes, flink } = await attachDemo(t, { jobs: 'none' }, 2);
  const { clusterId, namespace } = demo;
  const stages: string[] = [];
  const watch = kubernetes.watch<Pod>(
    { resource: resources.pods, namespace, labelSelector: `app=${clusterId},component=taskmanager` },
    {
      onItems: ([pod]) => {
        const reason = pod?.status?.containerStatuses?.[0]?.state?.waiting?.reason;
        const stage = pod && `${nameOf(pod)} ${reason ?? pod.status?.phase}`;
        if (stage !== undefined && stages.at(-1) !== stage) stages.push(stage);
      },
      onState: () => {},
    },
  );
  t.after(() => watch.stop());
  const id = demo.submitJob('numbers');
  assert.equal(await flink.jobState(id), 'INITIALIZING');
  await eventually('the job to be RUNNING', async () => (await flink.jobState(id)) === 'RUNNING');
  assert.equal((await flink.jobs())[0]?.tasks.scheduled, 2);
  await eventually('all tasks to run', async () => (await flink.jobs())[0]?.tasks.running === 2);
  const name = `${clusterId}-taskmanager-1-1`;
  assert.deepEqual(stages, [`${name} Pending`, `${name} ContainerCreating`, `${name} Running`]);
});

test('a failed job restarts, and its latest exception has the message of the root cause', async (t) => {
  const { flink } = await attachDemo(t, {}, 100);
  const job = (await flink.jobs()).find(({ name }) => name === 'Order enrichment');
  const id = job?.id ?? '';
  await eventually('the job to restart', async () => (await flink.jobState(id)) === 'RESTARTING', {
    timeoutMs: 10_000,
  });
  await eventually('the job to run again', async () => (await flink.jobState(id)) === 'RUNNING', { timeoutMs: 10_000 });
  const failures = await flink.exceptions(id);
  assert.equal(failures.at(-1)?.message, 'Read timed out');
});

test('the JobManager logs the release of an idle TaskManager and deletes the pod', async (t) => {
  const { demo, flink, pods, log } = await attachDemo(t, { jobs: 'none' });
  const id = demo.submitJob('numbers');
  await eventually('the TaskManager', async () => (await flink.taskManagers()).length === 1);
  await flink.cancel(id);
  await eventually('the pod to be deleted', async () => (await pods('taskmanager')).length === 0);
  const [jobManager] = await pods('jobmanager');
  const lines = await log(jobManager ? nameOf(jobManager) : '');
  assert.match(lines, /need release 1 workers, current worker number 1, declared worker number 0/);
  assert.match(lines, /Stopping TaskManager pod my-first-flink-cluster-taskmanager-1-1\./);
});

test('a job that loses its TaskManager restarts on a new TaskManager', async (t) => {
  const { demo, flink } = await attachDemo(t, { jobs: 'none' }, 10);
  const id = demo.submitJob('numbers');
  const running = async () => (await flink.jobs())[0]?.tasks.running === 2;
  await eventually('all tasks to run', running);
  demo.deletePod(`${demo.clusterId}-taskmanager-1-1`);
  await eventually('the job to restart', async () => (await flink.jobState(id)) === 'RESTARTING');
  await eventually('all tasks to run again', running);
  assert.deepEqual(
    (await flink.taskManagers()).map((taskManager) => taskManager.id),
    [`${demo.clusterId}-taskmanager-1-2`],
  );
  assert.equal((await flink.exceptions(id)).at(-1)?.message, 'The TaskExecutor is shutting down.');
});

test('a job without checkpoints fails when it loses its TaskManager', async (t) => {
  const { demo, flink } = await attachDemo(t, { jobs: 'none' }, 10);
  const id = demo.submitJob('stateless', { checkpoints: false });
  await eventually('all tasks to run', async () => (await flink.jobs())[0]?.tasks.running === 2);
  demo.deletePod(`${demo.clusterId}-taskmanager-1-1`);
  await eventually('the job to fail', async () => (await flink.jobState(id)) === 'FAILED');
});

test('without high availability, jobs are lost when the JobManager is deleted', async (t) => {
  const { demo, flink, pods } = await attachDemo(t, { jobs: 'none' });
  const [before] = await pods('jobmanager');
  demo.submitJob('numbers');
  await eventually('the TaskManager', async () => (await flink.taskManagers()).length === 1);
  demo.deletePod(before ? nameOf(before) : '');
  const after = await eventually('a new JobManager', async () => {
    const [pod, ...others] = await pods('jobmanager');
    return others.length === 0 && pod?.metadata?.uid !== before?.metadata?.uid ? pod : undefined;
  });
  assert.notEqual(after.metadata?.name, before?.metadata?.name);
  await eventually('the REST API to respond', async () => flink.overview().catch(() => undefined));
  assert.deepEqual(await flink.jobs(), []);
});

test('with high availability, the standby restores the job from a checkpoint under the same id', async (t) => {
  const attached = await attachDemo(t, { jobs: 'none', highAvailability: true });
  const { demo, flink, pods } = attached;
  assert.equal((await pods('jobmanager')).length, 2);
  const id = demo.submitJob('numbers');
  const running = async () => {
    const jobs = await flink.jobs().catch(() => []);
    return jobs[0]?.id === id && jobs[0].tasks.running === 2;
  };
  await eventually('all tasks to run', running);
  await eventually('a checkpoint', async () => {
    const checkpoints = await flink.checkpoints(id);
    return checkpoints.enabled ? checkpoints.latestCompleted : undefined;
  });
  const leader = (await leaderName(attached)) ?? '';
  demo.deletePod(leader);
  const next = await eventually('a new leader', async () => {
    const name = await leaderName(attached);
    return name !== leader ? name : undefined;
  });
  assert.ok(next);
  await eventually('all tasks to run again', running);
  const checkpoints = await flink.checkpoints(id);
  assert.equal(checkpoints.enabled && checkpoints.restored, 1);
});

test('after a background deletion, the pods terminate and the HA ConfigMaps remain', async (t) => {
  const { demo, kubernetes, pods } = await attachDemo(t, { highAvailability: true }, 2);
  const { clusterId, namespace } = demo;
  const path = { resource: resources.deployments, namespace, name: clusterId };
  await kubernetes.delete(path, { propagation: 'Background' });
  await assert.rejects(kubernetes.get(path), { kind: 'not-found' });
  const terminating = await pods('jobmanager');
  assert.equal(terminating.length, 2);
  assert.ok(terminating.every(({ metadata }) => metadata?.deletionTimestamp !== undefined));

  await eventually('the pods to be deleted', async () => {
    return [...(await pods('jobmanager')), ...(await pods('taskmanager'))].length === 0;
  });
  const inCluster = { namespace, labelSelector: `app=${clusterId}` };
  assert.deepEqual(await kubernetes.list({ resource: resources.services, ...inCluster }), []);
  const configMaps = await kubernetes.list<ConfigMap>({ resource: resources.configMaps, ...inCluster });
  assert.equal(configMaps.length, 4); // the leader's ConfigMap and one for each of the three running jobs
  for (const configMap of configMaps) assert.ok(isHaConfigMap(clusterId, configMap), configMap.metadata?.name);
});

test('with foreground deletion, the Deployment remains until its pods are deleted', async (t) => {
  const { demo, kubernetes, pods } = await attachDemo(t, { jobs: 'none' }, 2);
  const path = { resource: resources.deployments, namespace: demo.namespace, name: demo.clusterId };
  await kubernetes.delete(path, { propagation: 'Foreground' });
  const { metadata } = await kubernetes.get<Deployment>(path);
  assert.notEqual(metadata?.deletionTimestamp, undefined);
  const isDeleted = () =>
    kubernetes.get(path).then(
      () => false,
      () => true,
    );
  await eventually('the Deployment to be deleted', isDeleted);
  assert.deepEqual(await pods('jobmanager'), []);
});

test('REST faults simulate a leader election and a server that sends no response', async (t) => {
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

test('a cluster of the operator has an owner reference and disables cancellation in the Web UI', async (t) => {
  const { demo, kubernetes, flink } = await attachDemo(t, { jobs: 'none', operatorOwned: true });
  const path = { resource: resources.deployments, namespace: demo.namespace, name: demo.clusterId };
  const { metadata } = await kubernetes.get<Deployment>(path);
  assert.deepEqual(
    metadata?.ownerReferences?.map(({ kind, name }) => [kind, name]),
    [['FlinkDeployment', demo.clusterId]],
  );
  assert.equal((await flink.config()).webCancel, false);
});

test('the demo can start with 1000 TaskManagers and 500 jobs', async (t) => {
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

test('metrics are empty before the JobManager has fetched them, or if a requested metric is unknown', async (t) => {
  const { demo, kubernetes, flink } = await attachDemo(t, { jobs: 'none' }, 10);
  const id = demo.submitJob('measured');
  await eventually(
    'the job to run',
    async () => (await flink.jobs()).find((job) => job.id === id)?.tasks.running === 2,
  );
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

test('the metrics of a job are those of the last fetch, which a call starts but does not wait for', async (t) => {
  const { demo, flink } = await attachDemo(t, { jobs: 'none' }, 20);
  const id = demo.submitJob('restarting', { failEveryMs: 500 });
  const restarts = async () => {
    const metric = await flink.jobMetric(id, 'numRestarts');
    return metric.state === 'measured' ? metric.value : undefined;
  };
  assert.equal(await restarts(), undefined);
  const first = await eventually('the first fetch', restarts);
  // Longer than the interval between two fetches.
  await eventually('restarts', async () => (await flink.exceptions(id)).length >= first + 3);
  assert.equal(await restarts(), first);
  await eventually('the second fetch', async () => ((await restarts()) ?? 0) > first);
});

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { KubernetesEvent, Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { eventually } from '../support/eventually.ts';
import { type AttachedDemo, attachDemo } from './attached-demo.ts';

const nameOf = ({ metadata }: Pod): string => metadata?.name ?? '';

async function jobManagerLog({ pods, log }: AttachedDemo): Promise<string> {
  const [jobManager] = await pods('jobmanager');
  return log(jobManager ? nameOf(jobManager) : '');
}

/** Attaches to a demo at its normal speed that shows every kind of trouble. */
async function attachSick(t: TestContext) {
  const attached = await attachDemo(t, { jobs: 'sick' }, 1);
  const jobs = await attached.flink.jobs();
  const idOf = (name: string) => jobs.find((job) => job.name === name)?.id ?? assert.fail(`no job ${name}`);
  return { ...attached, jobs, idOf };
}

test('the sick demo has the samples and one job with each kind of trouble', async (t) => {
  const { jobs } = await attachSick(t);
  const samples = ['WordCount', 'State machine job', 'Click Event Count', 'CarTopSpeedWindowingExample'];
  const troubled = [
    'Payment scoring',
    'Clicks per customer',
    'Price lookup',
    'Currency conversion',
    'Visitor sessions',
    'Sensor alerts',
    'Shipment tracking',
  ];
  const others = ['Order enrichment', 'Nightly backfill', 'Image resizing', 'Login audit'];
  assert.deepEqual(jobs.map(({ name }) => name).sort(), [...samples, ...troubled, ...others].sort());
  assert.ok(jobs.filter(({ name }) => troubled.includes(name)).every(({ tasks }) => tasks.running === tasks.total));
});

test('a job waits for slots: its tasks are scheduled, and its pods are pending because the nodes are full', async (t) => {
  const attached = await attachSick(t);
  const { jobs, kubernetes, demo, flink, pods, idOf } = attached;
  const id = idOf('Nightly backfill');
  const job = jobs.find((candidate) => candidate.id === id);
  assert.deepEqual([job?.state, job?.tasks.scheduled, job?.tasks.total], ['RUNNING', 4, 4]);
  const pending = (await pods('taskmanager')).filter(({ status }) => status?.phase === 'Pending');
  assert.equal(pending.length, 2);
  for (const { status } of pending) {
    assert.deepEqual(
      status?.conditions?.map(({ type, status: value, reason }) => [type, value, reason]),
      [['PodScheduled', 'False', 'Unschedulable']],
    );
  }
  const events = await kubernetes.list<KubernetesEvent>({ resource: resources.events, namespace: demo.namespace });
  const failed = events.filter(({ reason }) => reason === 'FailedScheduling');
  assert.deepEqual(failed.map(({ involvedObject }) => involvedObject?.name).sort(), pending.map(nameOf).sort());
  assert.match(failed[0]?.message ?? '', /^0\/3 nodes are available: 3 Insufficient cpu\. /);
  assert.match(await jobManagerLog(attached), new RegExp(`Missing resources:\n\t Job ${id}\n`));

  await flink.cancel(id);
  const arePendingGone = async () =>
    (await pods('taskmanager')).every(({ metadata }) => !pending.some((pod) => pod.metadata?.uid === metadata?.uid));
  await eventually('the pending pods to be deleted', arePendingGone);
});

test('a job that waits for slots for five minutes fails and waits again, on the same pods', async (t) => {
  const { demo, flink, pods } = await attachDemo(t, { jobs: 'none' }, 500);
  const id = demo.submitJob('orders', { trouble: 'no-slots' });
  const failed = async () => (await flink.exceptions(id))[0];
  const failure = await eventually('the failure', failed);
  assert.equal(failure.task, 'Source: archived orders (1/2) - execution #0');
  assert.deepEqual([failure.pod, failure.isFinal], [undefined, false]);
  const isWaitingAgain = async () => {
    const job = (await flink.jobs()).find((candidate) => candidate.id === id);
    return job?.state === 'RUNNING' && job.tasks.scheduled === 4;
  };
  await eventually('the job to wait again', isWaitingAgain);
  assert.equal((await pods('taskmanager')).filter(({ status }) => status?.phase === 'Pending').length, 2);
});

test('a job was restarted about a minute ago because its TaskManager was killed', async (t) => {
  const attached = await attachSick(t);
  const { flink, pods, idOf } = attached;
  const [failure, ...others] = await flink.exceptions(idOf('Image resizing'));
  assert.ok(failure);
  assert.deepEqual(others, []);
  const ageMs = Date.now() - failure.at;
  assert.ok(ageMs > 30_000 && ageMs < 120_000, `${ageMs} ms`);
  const terminated = 'Pod terminated, container termination statuses: ';
  assert.ok(failure.message.includes(`${terminated}[flink-main-container(exitCode=137, reason=OOMKilled,`));
  assert.equal(failure.task, 'Source: uploads (1/1) - execution #0');
  assert.ok(!(await pods('taskmanager')).some((pod) => nameOf(pod) === failure.pod));
  assert.match(
    await jobManagerLog(attached),
    new RegExp(`Worker ${failure.pod} is terminated\\. Diagnostics: ${terminated}`),
  );
  assert.equal(await flink.jobState(idOf('Image resizing')), 'RUNNING');
});

test('a watch shows the status of a killed TaskManager before Flink deletes its pod', async (t) => {
  const { demo, kubernetes, flink } = await attachDemo(t, { jobs: 'none' });
  const { namespace } = demo;
  const killed = new Map<string, Pod>();
  const { stop } = kubernetes.watch<Pod>(
    { resource: resources.pods, namespace, labelSelector: 'component=taskmanager' },
    {
      onItems: (items) => {
        for (const pod of items) if (pod.status?.phase === 'Failed') killed.set(nameOf(pod), pod);
      },
      onState: () => {},
    },
  );
  t.after(stop);
  const id = demo.submitJob('orders', { trouble: 'oom-kill' });
  const failure = await eventually('the failure', async () => (await flink.exceptions(id))[0]);
  const pod = await eventually('the failed pod', () => killed.get(failure.pod ?? ''));
  const { exitCode, reason } = pod.status?.containerStatuses?.[0]?.state?.terminated ?? {};
  assert.deepEqual([exitCode, reason], [137, 'OOMKilled']);
  const [vertex] = (await flink.job(id)).vertices;
  const isRestarted = async () => {
    const [subtask] = await flink.subtasks(id, vertex?.id ?? '');
    return subtask?.attempt === 1 && subtask.status === 'RUNNING' && subtask.pod !== failure.pod;
  };
  await eventually('the job to run on another TaskManager', isRestarted);
});

test('one subtask of a skewed vertex is busy, the other one is idle, and the source is back-pressured', async (t) => {
  const { demo, kubernetes, flink } = await attachDemo(t, { jobs: 'none' });
  const id = demo.submitJob('orders', { trouble: 'skew' });
  const measured = async () => {
    const vertices = (await flink.job(id)).vertices.map((vertex) => flink.subtasks(id, vertex.id));
    const [source = [], count = []] = await Promise.all(vertices);
    return [...source, ...count].filter(({ isComplete }) => isComplete).length === 4 && { source, count };
  };
  const { source, count } = await eventually('fetched counters', measured);
  const share = (part = 0, { busyMs = 0, idleMs, backPressuredMs } = count[0] ?? assert.fail()) =>
    part / (busyMs + idleMs + backPressuredMs);
  /** The counters begin a moment before the load does. */
  const areAbout = (shares: readonly number[], expected: readonly number[]) =>
    assert.ok(
      shares.every((one, index) => Math.abs(one - (expected[index] ?? Number.NaN)) < 0.1),
      `${shares}`,
    );
  areAbout(
    count.map((subtask) => share(subtask.busyMs, subtask)),
    [0.04, 0.99],
  );
  areAbout(
    source.map((subtask) => share(subtask.backPressuredMs, subtask)),
    [0.6, 0.92],
  );

  const vertexId = (await flink.job(id)).vertices[1]?.id;
  const path = `/jobs/${id}/vertices/${vertexId}/subtasks/metrics?get=busyTimeMsPerSecond&agg=skew,avg`;
  const service = `${demo.clusterId}-rest`;
  const response = await kubernetes.serviceProxy({ namespace: demo.namespace, service, port: 8081, path });
  // Flink's own result for the same two values, read on a real cluster.
  assert.deepEqual(JSON.parse(response.body), [{ id: 'busyTimeMsPerSecond', avg: 517.5, skew: 93.043_478_260_869_56 }]);
});

test('the state of a job grows by more than a tenth in an hour', async (t) => {
  const { flink, idOf } = await attachSick(t);
  const checkpoints = await flink.checkpoints(idOf('Visitor sessions'));
  const history = checkpoints.enabled ? checkpoints.history.filter(({ status }) => status === 'completed') : [];
  const [first, last] = [history[0], history.at(-1)];
  const hours = ((last?.triggeredAt ?? 0) - (first?.triggeredAt ?? 0)) / 3_600_000;
  const growth = (last?.bytes ?? 0) / (first?.bytes ?? 1) - 1;
  assert.ok(growth / hours > 0.12, `${growth} in ${hours} h`);
  assert.ok(history.every(({ bytes }, index) => (bytes ?? 0) > (history[index - 1]?.bytes ?? 0)));
});

test('every checkpoint of a job has expired, and the JobManager logs each one', async (t) => {
  const attached = await attachSick(t);
  const { flink, idOf } = attached;
  const id = idOf('Currency conversion');
  const checkpoints = await flink.checkpoints(id);
  assert.ok(checkpoints.enabled && checkpoints.failed > 20);
  assert.equal(checkpoints.completed, 0);
  const log = await jobManagerLog(attached);
  const expired = log.match(new RegExp(`Checkpoint \\d+ of job ${id} expired before completing\\.`, 'g'));
  assert.equal(expired?.length, checkpoints.failed);
  assert.match(log, new RegExp(`complete checkpoint 20 for job ${id}\\. \\(19 consecutive failed attempts so far\\)`));
});

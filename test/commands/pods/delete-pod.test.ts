import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../../src/kubernetes/objects.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { eventually } from '../../support/eventually.ts';
import { type SessionUnderTest, withSession } from '../session-under-test.ts';

type Data = {
  readonly waited: boolean;
  readonly pods: readonly {
    readonly name: string;
    readonly isGone: boolean;
    readonly replacements: readonly string[];
    readonly error: string | null;
  }[];
  readonly jobs: readonly { readonly name: string; readonly effect: string }[];
};

const answers = { confirm: 'Delete pod', decline: 'Keep pod', declined: 'the pod keeps running' };
const asks = { kind: 'yes', isDestructive: true, asksAtTerminal: true, ...answers };

const podsOf = ({ connection, demo }: SessionUnderTest, component: string) =>
  connection.kubernetes.list<Pod>({
    resource: resources.pods,
    namespace: demo.namespace,
    labelSelector: `app=${demo.clusterId},component=${component}`,
  });

async function nameOf(session: SessionUnderTest, component: string): Promise<string> {
  const [pod] = await podsOf(session, component);
  return pod?.metadata?.name ?? '';
}

const deletions = ({ demo }: SessionUnderTest) =>
  demo
    .requests()
    .filter(({ method }) => method === 'DELETE')
    .map(({ path, status }) => `${path.split('/').at(-1)} ${status}`);

const untilCheckpoint = ({ connection: { flink } }: SessionUnderTest, id: string) =>
  eventually('a checkpoint', async () => {
    const checkpoints = await flink.checkpoints(id);
    return checkpoints.enabled ? checkpoints.latestCompleted : undefined;
  });

test('the plan of a busy TaskManager names its job and its checkpoint, and the job comes back on a new TaskManager', () =>
  withSession(
    {},
    async (session) => {
      const { run, runningJob, connection, demo } = session;
      const id = await runningJob('orders');
      await untilCheckpoint(session, id);
      const { plan, text, data, names } = await run('delete-pod taskmanager-1-1');
      const name = `${demo.clusterId}-taskmanager-1-1`;
      assert.equal(plan.title, `Delete TaskManager pod ${name} in namespace ${demo.namespace}`);
      assert.deepEqual(plan.confirmation, asks);
      const lines = plan.lines.join('\n');
      assert.match(lines, new RegExp(`^Pod ${name}, TaskManager, registered, `, 'm'));
      assert.match(lines, /^Job orders .* newest checkpoint \d+s old .*: restarts from its last checkpoint$/m);
      assert.match(lines, /^Flink requests a new TaskManager for the lost slot: the others have no free slot$/m);
      assert.match(text, new RegExp(`^Deleted pod ${name} after `));
      assert.deepEqual(names, [name]);
      const { pods, jobs } = data as Data;
      assert.deepEqual(
        pods.map(({ isGone, error }) => ({ isGone, error })),
        [{ isGone: true, error: null }],
      );
      assert.deepEqual(
        jobs.map(({ effect }) => effect),
        ['restarts'],
      );
      await eventually('the job to run again', async () => {
        const [job] = await connection.flink.jobs();
        return job?.id === id && job.state === 'RUNNING' && job.tasks.running === job.tasks.total;
      });
      assert.notEqual(await nameOf(session, 'taskmanager'), name);
    },
    'admin',
  ));

test('a job without checkpoints fails, and the plan says so', () =>
  withSession({}, async ({ run, runningJob, connection }) => {
    const id = await runningJob('stateless', { checkpoints: false });
    const { plan } = await run('delete-pod taskmanager-1-1');
    assert.match(plan.lines.join('\n'), /^Job stateless .*: fails$/m);
    assert.deepEqual(plan.warnings, ['1 job will fail, because no restart strategy applies.']);
    await eventually('the job to fail', async () => (await connection.flink.jobState(id)) === 'FAILED');
  }));

test('an idle TaskManager affects no job', () =>
  withSession({ extraTaskManagers: 1 }, async ({ run, connection }) => {
    await eventually('the TaskManager', async () => (await connection.flink.taskManagers()).length === 1);
    const { plan, data } = await run('delete-pod taskmanager-1-1');
    assert.deepEqual(plan.lines.slice(1), ['Flink starts a new TaskManager when a job needs one']);
    assert.deepEqual((data as Data).jobs, []);
    assert.deepEqual(plan.confirmation, asks);
    assert.equal(plan.shortTitle, 'Delete taskmanager-1-1');
  }));

test('the only JobManager with running jobs wants the cluster-id, loses the jobs, and is replaced', () =>
  withSession({}, async (session) => {
    const { run, runningJob, connection, demo } = session;
    await runningJob('orders');
    const name = await nameOf(session, 'jobmanager');
    const { plan, data } = await run(`delete-pod ${name}`);
    assert.deepEqual(plan.confirmation, { kind: 'type', word: demo.clusterId, ...answers });
    assert.match(plan.warnings.join('\n'), /^Without high availability, the running job is lost and not started again/);
    assert.match(plan.lines.join('\n'), /^The Deployment starts a new JobManager without any job$/m);
    const { pods, jobs } = data as Data;
    assert.deepEqual(
      jobs.map((job) => `${job.name} ${job.effect}`),
      ['orders is lost'],
    );
    const replacement = await nameOf(session, 'jobmanager');
    assert.deepEqual(pods[0]?.replacements, [replacement]);
    assert.notEqual(replacement, name);
    await eventually('an empty JobManager', async () => {
      const found = await connection.flink.jobs().catch(() => undefined);
      return found?.length === 0;
    });
  }));

test('without jobs, the only JobManager needs no typed word', () =>
  withSession({}, async (session) => {
    const { plan } = await session.run(`delete-pod ${await nameOf(session, 'jobmanager')} --no-wait`);
    assert.deepEqual(plan.confirmation, asks);
  }));

test('with high availability, the standby takes over and recovers the jobs; deleting the standby affects no job', () =>
  withSession({ highAvailability: true }, async (session) => {
    const { run, runningJob, connection } = session;
    const id = await runningJob('orders');
    await untilCheckpoint(session, id);
    const { text } = await run('pods');
    const named = (status: string) => new RegExp(`^(\\S+) +jobmanager +${status}`, 'm').exec(text)?.[1] ?? '';
    const standby = await run(`delete-pod ${named('standby')} --no-wait`);
    assert.deepEqual(standby.plan.lines.slice(1), [
      'The Deployment starts a new standby JobManager. No job is affected',
    ]);
    const { plan, data } = await run(`delete-pod ${named('leader')}`);
    const lines = plan.lines.join('\n');
    assert.match(lines, /^Job orders .*: recovers from its last checkpoint$/m);
    assert.match(lines, /^A standby JobManager takes over \(.*\), and the Deployment starts a new one$/m);
    assert.deepEqual(plan.confirmation, asks);
    assert.deepEqual(
      (data as Data).jobs.map(({ effect }) => effect),
      ['recovers'],
    );
    await eventually('the job to run again', async () => {
      const [job] = await connection.flink.jobs().catch(() => []);
      return job?.id === id && job.tasks.running === job.tasks.total;
    });
  }));

test('a pod that was replaced after the plan was made is not deleted', () =>
  withSession({ extraTaskManagers: 1 }, async (session) => {
    const { demo, expectError } = session;
    const name = await nameOf(session, 'jobmanager');
    const replace = async () => {
      demo.deletePod(name);
      await eventually('the pod to be gone', async () => (await nameOf(session, 'jobmanager')) !== name);
    };
    const error = await expectError(`delete-pod ${name}`, replace);
    assert.equal(error.exitCode, 1);
    // The pod may be gone, or its list may already have the new one.
    assert.match(error.message, new RegExp(`^not deleted: (no pod ${name}|the state of the pods)`));
    assert.deepEqual(deletions(session), []);
  }));

test('nothing is deleted if a job has started on the pod after the plan was made', () =>
  withSession({ extraTaskManagers: 1 }, async (session) => {
    const { expectError, runningJob, connection } = session;
    await eventually('the TaskManager', async () => (await connection.flink.taskManagers()).length === 1);
    const error = await expectError('delete-pod taskmanager-1-1', () => runningJob('late'));
    assert.match(error.message, /^not deleted: the state of the pods or of their jobs has changed/);
    assert.deepEqual(deletions(session), []);
  }));

test('an unknown pod is not found, and a user without the permission learns which one is missing', async () => {
  await withSession({}, async ({ expectError }) => {
    const error = await expectError('delete-pod nothing');
    assert.equal(error.exitCode, 3);
    assert.equal(error.message, 'no pod nothing');
  });
  await withSession(
    {},
    async (session) => {
      const error = await session.expectError(`delete-pod ${await nameOf(session, 'jobmanager')}`);
      assert.equal(error.exitCode, 4);
      assert.match(error.message, /not allowed to delete pods/);
      assert.deepEqual(deletions(session), []);
    },
    'viewer',
  );
});

test('a pod that does not end within the timeout is a failure with a next step', () =>
  withSession({}, async (session) => {
    const name = await nameOf(session, 'jobmanager');
    const { failure, text } = await session.run(`delete-pod ${name} --timeout 0s`);
    assert.equal(text, '');
    assert.equal(failure?.exitCode, 1);
    assert.match(failure?.message ?? '', new RegExp(`^pod ${name} is still being deleted`));
    assert.match(failure?.hints?.join() ?? '', /--timeout/);
  }));

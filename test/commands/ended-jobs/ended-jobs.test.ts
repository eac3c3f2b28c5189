import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeJob } from '../../../src/diagnosis/judge-job.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { jobDetail } from '../../../src/session/readings/flink-readings.ts';
import { watchSession } from '../../../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { eventually } from '../../support/eventually.ts';
import { type SessionUnderTest, withSession } from '../session-under-test.ts';

type LastSeen = {
  readonly state: string;
  readonly measuredAt: string | null;
  readonly pods: readonly string[] | null;
  readonly checkpoints: { readonly completed: number } | null;
  readonly vertices: readonly { readonly name: string; readonly busy: number | null; readonly idle: number | null }[];
};
type Data = {
  readonly state: string;
  readonly vertices: readonly unknown[] | null;
  readonly endTime: string | null;
  readonly lastSeen: LastSeen | null;
};

const waitMs = { timeoutMs: 40_000 };

/** Watches the cluster as the screen does while it shows the page of a job. */
async function watch({ demo, local }: SessionUnderTest, jobId: string) {
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo, 'admin'), env: {} });
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const connection = await connectSession(kubernetes, target, AbortSignal.timeout(30_000));
  const session = watchSession(connection, { journal: { root: local.journals, by: 'ann@laptop', judgeJob } });
  session.need([jobDetail(jobId)]);
  const entries = () => session.journal?.current()?.entries() ?? [];
  const close = async () => {
    await session.close();
    await kubernetes.close();
  };
  const isMeasured = () => (session.store.getState().loads.get(jobId)?.load.size ?? 0) > 0;
  await eventually('the load', isMeasured, waitMs).catch(async (error) => {
    await close();
    throw error;
  });
  return {
    leader: () => session.store.getState().leader ?? '',
    /** Resolves when the end of the job is recorded. */
    ended: () => eventually('the entry', () => entries().find(({ kind }) => kind === 'last-seen'), waitMs),
    close,
  };
}

test('job, why and checkpoints of an ended job include what was last seen of it', () =>
  withSession({ jobs: 'none' }, async (session) => {
    const { run, runningJob, connection } = session;
    const id = await runningJob('orders');
    const recorder = await watch(session, id);
    assert.equal(((await run('job orders -o json')).data as Data).lastSeen, null, 'the job runs');
    await connection.flink.cancel(id);
    await recorder.ended();
    await recorder.close();

    const { text, data } = await run('job orders');
    const { state, vertices, lastSeen } = data as Data;
    assert.deepEqual([state, vertices?.length, lastSeen?.state], ['CANCELED', 2, 'CANCELED']);
    assert.deepEqual(
      lastSeen?.vertices.map(({ name, idle }) => [name, typeof idle]),
      [
        ['Source: Sequence Source -> throttle', 'number'],
        ['work -> discard: Writer', 'number'],
      ],
    );
    assert.match(lastSeen?.pods?.join() ?? '', /-taskmanager-1-\d+$/);
    assert.ok((lastSeen?.checkpoints?.completed ?? 0) > 0);
    assert.match(text, /^Load +as last seen at [\d:]+, \d+s before the end$/m);
    assert.match(text, /^Ran on +\S+-taskmanager-1-\d+$/m);
    assert.match(text, /^Vertices as last seen\n.*\n● +Source: Sequence Source -> throttle +1 +\d+% +\d+% +\d+% /m);
    for (const command of ['why orders', 'checkpoints orders']) {
      const result = await run(command);
      assert.equal((result.data as Data).lastSeen?.state, 'CANCELED', command);
      assert.match(result.text, /^Load +as last seen at /m, command);
    }
  }));

test('after a restart of the JobManager, the commands know the lost job from the journal', () =>
  withSession({ jobs: 'none' }, async (session) => {
    const { demo, run, runningJob, expectError, connection } = session;
    const id = await runningJob('orders');
    const recorder = await watch(session, id);
    demo.deletePod(recorder.leader());
    await recorder.ended();
    await recorder.close();
    const listed = () => connection.flink.jobs(AbortSignal.timeout(10_000)).catch(() => undefined);
    await eventually('the new JobManager', async () => (await listed())?.length === 0, waitMs);

    for (const selector of ['orders', id, id.slice(0, 6)]) {
      const { data, names } = await run(`job ${selector}`);
      const { state, vertices, lastSeen, endTime } = data as Data;
      assert.deepEqual([names, state, vertices, lastSeen?.state], [[id], 'LOST', null, 'LOST']);
      assert.match(endTime ?? '', /^\d{4}-/);
    }
    const { text } = await run('job orders');
    assert.match(text, /^State +LOST, no longer known by Flink: from the journal$/m);
    assert.match(text, /^Load +as last seen at [\d:]+, \d+s before the job was lost$/m);
    assert.match(text, /^● +work -> discard: Writer +1 +\d+% /m);
    const before = demo.requests().length;
    const why = await run('why orders --watch-for 2m');
    const sent = demo.requests().slice(before);
    assert.deepEqual(
      sent.filter(({ path }) => path.includes('metrics.k8s.io')),
      [],
      'the cluster is not measured',
    );
    assert.match(why.text, /^Flink no longer knows orders: LOST at [\d:]+ UTC \(\S+ ago\)$/m);
    const checkpoints = await run('checkpoints orders');
    assert.match(checkpoints.text, /^note +Flink no longer knows orders: LOST at /m);
    assert.match(checkpoints.text, /^\d+ +[\d:]+ +\S+ +checkpoint +completed /m);
    assert.match((await run('exceptions orders')).text, /Flink no longer knows orders/);
    assert.equal((await expectError('job order')).exitCode, 3);
  }));

test('a job that nobody watched has no last load, and says so', () =>
  withSession({ jobs: 'none' }, async ({ run, runningJob, connection }) => {
    const id = await runningJob('orders');
    await connection.flink.cancel(id);
    await eventually('the job to end', async () => (await connection.flink.jobState(id)) === 'CANCELED');
    const { data, text } = await run('why orders');
    assert.equal((data as Data).lastSeen, null);
    assert.match(text, /^Load +unknown: nobody watched the end of this job$/m);
  }));

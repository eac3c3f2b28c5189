import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { eventually } from '../support/eventually.ts';
import { type SessionUnderTest, withSession } from './session-under-test.ts';

type Check = { readonly check: string; readonly state: string; readonly message: string; readonly next: string };

async function jobManager({ connection: { kubernetes }, demo }: SessionUnderTest): Promise<Pod | undefined> {
  const selector = { resource: resources.pods, namespace: demo.namespace, labelSelector: 'component=jobmanager' };
  const pods = await kubernetes.list<Pod>(selector);
  return pods.find(({ metadata }) => metadata?.labels?.app === demo.clusterId);
}

async function crash(session: SessionUnderTest): Promise<string> {
  const name = (await jobManager(session))?.metadata?.name ?? '';
  session.demo.crashContainer(name, 1);
  await eventually('CrashLoopBackOff', async () => {
    const [status] = (await jobManager(session))?.status?.containerStatuses ?? [];
    return status?.state?.waiting?.reason === 'CrashLoopBackOff' && (status.restartCount ?? 0) >= 1;
  });
  return name;
}

test('list, status and doctor report a crashing JobManager with exit code, reason, restarts and the next step', () =>
  withSession({}, async (session) => {
    const pod = await crash(session);
    const crashed = new RegExp(`JobManager ${pod} crashed: exit code 1 \\(Error\\), restarted (once|\\d+ times)`);
    const logsCommand = `flink-tui logs my-first-flink-cluster ${pod} -n default --previous`;

    const list = await session.expectError('list');
    assert.equal(list.exitCode, 5);
    assert.match(list.message, crashed);
    assert.doesNotMatch(list.message, /refused/);
    assert.ok(list.hints.join().includes(logsCommand), list.hints.join());

    const { text, data } = await session.run('status');
    assert.match(text, crashed);
    assert.ok(text.includes(logsCommand), text);
    assert.match(text, /^leader +none: /m);
    const { problems } = data as { readonly problems: readonly { readonly kind: string; readonly next: string }[] };
    assert.deepEqual(
      problems.map(({ kind }) => kind),
      ['crashed'],
    );

    const doctor = (await session.run('doctor')).data as readonly Check[];
    for (const name of ['session cluster', 'REST via forward']) {
      const found = doctor.find(({ check }) => check === name);
      assert.equal(found?.state, 'failed');
      assert.match(found?.message ?? '', crashed);
      assert.ok(found?.next.includes(logsCommand), found?.next);
    }
  }));

test('doctor reports a JobManager that does not respond after a crash, although its Deployment is ready', () =>
  withSession({}, async (session) => {
    const pod = (await jobManager(session))?.metadata?.name ?? '';
    await session.demo.fault({ kind: 'rest', mode: 'unavailable' });
    session.demo.restartContainer(pod, 1);
    await eventually('a ready JobManager after a crash', async () => {
      const [status] = (await jobManager(session))?.status?.containerStatuses ?? [];
      return status?.ready === true && status.restartCount === 1;
    });
    const doctor = (await session.run('doctor')).data as readonly Check[];
    const found = doctor.find(({ check }) => check === 'session cluster');
    assert.equal(found?.state, 'failed');
    assert.match(found?.message ?? '', new RegExp(`1 of 1 JobManager ready; JobManager ${pod} crashed: exit code 1`));
  }));

test('list, status and doctor report a Deployment scaled to 0 and the command to scale it up', () =>
  withSession({}, async (session) => {
    const { connection, demo } = session;
    const path = { resource: resources.deployments, namespace: demo.namespace, name: demo.clusterId };
    await connection.kubernetes.patch(path, { spec: { replicas: 0 } });
    await eventually('JobManager gone', async () => (await jobManager(session)) === undefined);
    const scaled = /Deployment my-first-flink-cluster is scaled to 0 replicas/;
    const scaleUp = 'kubectl scale deployment my-first-flink-cluster -n default --replicas=1';

    const list = await session.expectError('list');
    assert.match(list.message, scaled);
    assert.ok(list.hints.join().includes(scaleUp), list.hints.join());
    const { text } = await session.run('status');
    assert.match(text, scaled);
    assert.ok(text.includes(scaleUp), text);
    const doctor = (await session.run('doctor')).data as readonly Check[];
    const found = doctor.find(({ check }) => check === 'session cluster');
    assert.equal(found?.state, 'failed');
    assert.match(found?.message ?? '', scaled);
    assert.ok(found?.next.includes(scaleUp));

    await connection.kubernetes.patch(path, { spec: { replicas: 1 } });
    await eventually('REST API available again', () =>
      connection.flink.overview().then(
        () => true,
        () => false,
      ),
    );
  }));

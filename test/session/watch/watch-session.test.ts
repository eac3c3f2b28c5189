import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { clusterEnd } from '../../../src/session/cluster/cluster-end.ts';
import type { PodRow, SessionSnapshot } from '../../../src/session/snapshot.ts';
import { watchSession } from '../../../src/session/watch/watch-session.ts';
import { podNamed, textsOf, until, withAttached, withCluster } from '../attached.ts';

const isGone = ({ goneAt }: PodRow) => goneAt !== undefined;

// The tests run in parallel, because each test has its own cluster and mostly waits.
describe('an attached session', { concurrency: true }, () => {
  test('fills every pane on attach and creates nothing', async () => {
    await withAttached({}, async ({ demo, until, now }) => {
      const snapshot = await until(
        'all watches live, pods joined with TaskManagers, and jobs with the cancelled one',
        ({ watches, pods, jobs, flinkVersion }) =>
          Object.values(watches).every(({ state }) => state === 'live') &&
          pods?.some(({ taskManager }) => taskManager !== undefined) === true &&
          jobs?.some(({ state }) => state === 'CANCELED') === true &&
          flinkVersion !== undefined,
      );
      assert.equal(snapshot.clusterId, 'my-first-flink-cluster');
      assert.equal(snapshot.flinkVersion, '2.3.0');
      assert.equal(snapshot.presence, 'present');
      assert.equal(snapshot.deployment?.mode, 'session');
      assert.equal(snapshot.highAvailability, false);
      const [leader] = snapshot.pods ?? [];
      assert.deepEqual([leader?.status, leader?.name], ['leader', snapshot.leader]);
      assert.deepEqual(
        snapshot.jobs?.map(({ state }) => state),
        ['RUNNING', 'RUNNING', 'RUNNING', 'CANCELED', 'FINISHED'],
        'running jobs come before a newer cancelled job',
      );
      assert.ok(now().events.every(({ object }) => object.includes('my-first-flink-cluster')));
      const { kubernetes, rest } = now().links;
      assert.equal(kubernetes.state, 'live');
      assert.ok(rest.state === 'live' && rest.via === 'forward');
      assert.deepEqual([...new Set(demo.requests().map(({ method }) => method))], ['GET']);
    });
  });

  test('follows a TaskManager from start to release and keeps its log', async () => {
    await withAttached({ jobs: 'none' }, async ({ demo, session, until: untilSnapshot, now }) => {
      await untilSnapshot('no TaskManager', ({ jobs, pods }) => jobs?.length === 0 && pods?.length === 1);
      const job = demo.submitJob('A job of the test');
      // On a busy machine, the first list may have been slow. The next one then waits ten times as long.
      session.refresh();
      await untilSnapshot('the job', ({ jobs }) => jobs?.[0]?.name === 'A job of the test');
      const started = await untilSnapshot(
        'the TaskManager of the job',
        (seen) => podNamed(seen, 'taskmanager')?.status === 'registered',
      );
      const uid = podNamed(started, 'taskmanager')?.uid ?? '';
      session.followLogs([uid]);
      const log = await until(session.logs.subscribe, 'log lines', () => {
        const source = session.logs.sourcesOf(uid)[0];
        return source !== undefined && source.counters.kept > 0 ? source : undefined;
      });
      assert.equal(log.state.state, 'following');

      await session.connection.flink.cancel(job);
      session.refresh();
      await untilSnapshot('an idle TaskManager', (seen) => podNamed(seen, 'taskmanager')?.status === 'idle');
      const released = await untilSnapshot(
        'the release of the TaskManager',
        (seen) => podNamed(seen, 'taskmanager')?.status === 'released',
      );
      assert.match(podNamed(released, 'taskmanager')?.reason ?? '', /^released by Flink as no longer needed$/);
      assert.equal(podNamed(now(), 'taskmanager')?.uid, uid);
      await until(session.logs.subscribe, 'the end of the log', () => log.state.state === 'ended' || undefined);
      assert.ok(textsOf(log.lines(log.first, log.end)).some((text) => text.includes('TaskExecutor')));
    });
  });

  test('reads the logging configuration of the backend that the JobManager uses', async () => {
    await withAttached({ logging: 'logback-scan', jobs: 'none' }, async ({ until, now }) => {
      await until("Logback's file", ({ logging }) => logging?.config.backend === 'logback');
      assert.equal(now().logging?.config.monitorIntervalSeconds, 30);
    });
  });

  test('marks the leader of two JobManagers and follows the next leader', async () => {
    await withAttached({ highAvailability: true }, async ({ demo, until }) => {
      const before = await until(
        'a leader and a standby, their ConfigMaps and running jobs',
        ({ pods, leader, haConfigMaps, jobs }) =>
          leader !== undefined &&
          pods?.[1]?.status === 'standby' &&
          haConfigMaps.length > 0 &&
          jobs?.some(({ state }) => state === 'RUNNING') === true,
      );
      assert.equal(before.highAvailability, true);
      const [first] = before.pods ?? [];
      assert.deepEqual([first?.name, first?.status], [before.leader, 'leader']);
      assert.ok(before.haConfigMaps.includes('my-first-flink-cluster-cluster-config-map'));
      const previousLeader = before.leader ?? '';
      const startTimes = new Map(before.jobs?.map(({ id, startTime }) => [id, startTime]));
      demo.deletePod(previousLeader);
      await until(
        'a job recovered by another leader',
        ({ leader, links, jobs }) =>
          leader !== undefined &&
          leader !== previousLeader &&
          links.rest.state === 'live' &&
          jobs?.some(
            ({ id, state, startTime }) => state === 'RUNNING' && startTime > (startTimes.get(id) ?? Infinity),
          ) === true,
      );
      const after = await until(
        'the previous leader to be gone',
        (seen) => podNamed(seen, previousLeader)?.goneAt !== undefined,
      );
      assert.equal(podNamed(after, previousLeader)?.health, 'gone');
    });
  });

  test('shows pods and logs to a viewer and reports the missing permissions', async () => {
    await withAttached(
      {},
      async ({ session, until: untilSnapshot }) => {
        const snapshot = await untilSnapshot(
          'pods and denied permissions',
          ({ pods, links, watches }) =>
            pods !== undefined && links.rest.state === 'denied' && watches.events.state === 'denied',
        );
        assert.ok(snapshot.links.rest.state === 'denied');
        assert.match(snapshot.links.rest.reason, /portforward/);
        assert.match(snapshot.links.rest.reason, /services\/proxy/);
        assert.equal(snapshot.links.kubernetes.state, 'live');
        assert.equal(snapshot.jobs, undefined);
        const uid = snapshot.pods?.[0]?.uid ?? '';
        session.followLogs([uid]);
        await until(
          session.logs.subscribe,
          'log lines',
          () => (session.logs.sourcesOf(uid)[0]?.counters.kept ?? 0) > 0 || undefined,
        );
      },
      'viewer',
    );
  });

  test('reports a deleted deployment as missing', async () => {
    await withAttached({ jobs: 'none' }, async ({ session, until }) => {
      const { deployment } = await until('the deployment', ({ deployment }) => deployment !== undefined);
      const { kubernetes, target } = session.connection;
      const resource = { apiVersion: 'apps/v1', plural: 'deployments' };
      await kubernetes.delete(
        { resource, namespace: target.namespace, name: deployment?.name },
        { propagation: 'Background' },
      );
      const gone = await until(
        'the end of the deployment',
        ({ presence, pods }) => presence === 'missing' && pods?.[0]?.status === 'deleted',
      );
      assert.equal(gone.deployment, undefined);
    });
  });

  test('reports the end of an application cluster with its job', async () => {
    await withCluster({}, 'admin', async ({ demo, kubernetes }) => {
      const target = { clusterId: 'fraud-detection', namespace: 'default' };
      const session = watchSession(await connectSession(kubernetes, target, AbortSignal.timeout(20_000)));
      try {
        const untilSeen = (what: string, isTrue: (snapshot: SessionSnapshot) => boolean) =>
          until(session.store.subscribe, what, () => isTrue(session.store.getState()) || undefined);
        const followed = () =>
          session.logs.sources().some(({ state, end }) => state.state === 'following' && end > 0) || undefined;
        await untilSeen(
          'the job of the application',
          ({ jobs, deployment }) => jobs?.[0]?.state === 'RUNNING' && deployment !== undefined,
        );
        await until(session.logs.subscribe, 'the log', followed);
        const [job] = session.store.getState().jobs ?? [];
        await session.connection.flink.cancel(job?.id ?? '');
        await untilSeen(
          'the end of the cluster',
          ({ presence, pods }) => presence === 'missing' && pods?.every(isGone) === true,
        );
        await untilSeen('the status of the application', ({ applicationStatus }) => applicationStatus === 'CANCELED');
        assert.match(
          clusterEnd(session.store.getState()) ?? '',
          /^the application cluster has ended: (job CANCELED|status CANCELED)$/,
        );
        const statuses = session.store.getState().pods?.map(({ status }) => status);
        assert.ok(!statuses?.includes('released'), 'no TaskManager is shown as released');
        assert.equal(
          demo.requests().some(({ method }) => method === 'DELETE'),
          false,
        );
      } finally {
        await session.close();
      }
    });
  });
});

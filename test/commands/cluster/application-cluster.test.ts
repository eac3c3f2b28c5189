import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DemoScenario } from '../../../src/demo/demo.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { type SessionUnderTest, withSession } from '../session-under-test.ts';

const clusterId = 'fraud-detection';
const job = '"Fraud detection"';

const withApplication = (use: (session: SessionUnderTest) => Promise<void>, scenario: DemoScenario = {}) =>
  withSession(scenario, use, 'admin', clusterId);

/** Deletes the Deployment like Flink's own shutdown. */
const deleteDeployment = ({ kubernetes, target: { namespace } }: SessionUnderTest['connection']) =>
  kubernetes.delete({ resource: resources.deployments, namespace, name: clusterId }, { propagation: 'Background' });

const planOf = async ({ run }: SessionUnderTest, line: string) => (await run(`${line} --no-wait`)).plan;

test('cancel warns that the cluster shuts down with the job and requires the cluster-id', () =>
  withApplication(async (session) => {
    const { warnings, confirmation } = await planOf(session, `cancel ${job}`);
    assert.equal(warnings[0], 'This is an application cluster. Cancelling shuts down the cluster.');
    assert.partialDeepStrictEqual(confirmation, { kind: 'type', word: clusterId });
  }));

test('stop JOB warns that the cluster shuts down unless main() runs another job', () =>
  withApplication(async (session) => {
    const { warnings, confirmation } = await planOf(session, `stop ${job}`);
    assert.deepEqual(warnings, [
      'This is an application cluster. Stopping this job shuts down the cluster, unless main() runs another job.',
    ]);
    assert.partialDeepStrictEqual(confirmation, { kind: 'type', word: clusterId });
  }));

test('cancel reports a cluster that is configured to keep running', () =>
  withApplication(
    async (session) => {
      const { warnings, confirmation } = await planOf(session, `cancel ${job}`);
      assert.match(
        warnings[0] ?? '',
        /execution\.shutdown-on-application-finish: false\. It keeps running without jobs/,
      );
      assert.equal(confirmation.kind, 'yes');
    },
    { keepApplicationCluster: true },
  ));

test('assumes the default behaviour if the configuration cannot be read', () =>
  withApplication(async (session) => {
    const flink = session.connection.flink as { jobManagerConfig: unknown };
    flink.jobManagerConfig = () => Promise.reject(new Error('timed out'));
    const { warnings, confirmation } = await planOf(session, `cancel ${job}`);
    assert.match(
      warnings[0] ?? '',
      /shuts down the cluster\. flink-tui assumes the default behaviour, because the configuration is unknown: timed out\.$/,
    );
    assert.partialDeepStrictEqual(confirmation, { kind: 'type', word: clusterId });
  }));

test('ends the wait if the cluster shuts down before the final state is known', () =>
  withApplication(async (session) => {
    const { run, connection } = session;
    const flink = connection.flink as { cancel: unknown };
    flink.cancel = async () => void (await deleteDeployment(connection));
    const { text, data, failure } = await run(`cancel ${job}`);
    assert.equal(failure, undefined);
    assert.match(text, /^gone .*Fraud detection\nApplication cluster fraud-detection shut down before/m);
    const { endedCluster, jobs } = data as { endedCluster: string; jobs: readonly { state: string }[] };
    assert.deepEqual([endedCluster, jobs[0]?.state], [clusterId, 'gone']);
  }));

test('cancelling a job of a session cluster shows no application cluster warning', () =>
  withSession({}, async ({ run, runningJob }) => {
    await runningJob('steady');
    const { plan } = await run('cancel steady');
    assert.doesNotMatch(plan.warnings.join(), /application/);
    assert.equal(plan.confirmation.kind, 'yes');
  }));

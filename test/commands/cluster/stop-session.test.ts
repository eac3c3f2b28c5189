import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSession } from '../session-under-test.ts';

const answers = { confirm: 'Stop cluster', decline: 'Keep running', declined: 'the cluster keeps running' };

const deletions = (requests: readonly { method: string; path: string }[]) =>
  requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path);

test('stops the session cluster by deleting its Deployment and waits for its pods', () =>
  withSession({}, async ({ demo, run, expectError, runningJob }) => {
    const id = await runningJob('steady');
    const { plan, text, failure } = await run('stop');
    assert.equal(plan.title, `Stop session cluster ${demo.clusterId} in namespace ${demo.namespace}`);
    assert.deepEqual(plan.confirmation, { kind: 'type', word: demo.clusterId, ...answers });
    const lines = plan.lines.join('\n');
    assert.match(lines, new RegExp(`^Job steady \\(${id}\\): RUNNING, started `, 'm'));
    assert.match(lines, /^JobManagers: 1, TaskManagers: [1-9]/m);
    assert.match(plan.warnings.join(), /No savepoints are taken/);
    assert.equal(text, `Stopped session cluster ${demo.clusterId} in namespace ${demo.namespace}`);
    assert.equal(failure, undefined);
    assert.deepEqual(deletions(demo.requests()), [
      `/apis/apps/v1/namespaces/${demo.namespace}/deployments/${demo.clusterId}`,
    ]);
    assert.equal((await expectError('stop')).exitCode, 3);
  }));

test('without jobs, the confirmation is yes or no', () =>
  withSession({}, async ({ run }) =>
    assert.deepEqual((await run('stop')).plan.confirmation, {
      kind: 'yes',
      isDestructive: true,
      asksAtTerminal: true,
      ...answers,
    }),
  ));

test('--savepoint takes a savepoint of every job before the stop', () =>
  withSession({}, async ({ run, runningJob }) => {
    await runningJob('first');
    await runningJob('second');
    const { text, data } = await run('stop --savepoint');
    assert.match(text, /^Savepoint of first .*: file:/m);
    assert.match(text, /^Savepoint of second .*: file:/m);
    assert.match(text, /^Stopped session cluster .*$/m);
    assert.equal((data as { savepoints: readonly unknown[] }).savepoints.length, 2);
  }));

test('does not stop the cluster if a savepoint fails', () =>
  withSession({ hasSavepointDirectory: false }, async ({ demo, run, expectError, runningJob }) => {
    await runningJob('steady');
    const error = await expectError('stop --savepoint');
    assert.equal(error.exitCode, 1);
    assert.match(error.message, /^cluster not stopped: Config key /);
    assert.deepEqual(deletions(demo.requests()), []);
    assert.match((await run('list')).text, /^RUNNING .* steady /m);
  }));

test('does not stop the cluster if a job started after the plan', () =>
  withSession({}, async ({ demo, expectError }) => {
    const error = await expectError('stop', () => demo.submitJob('late'));
    assert.match(error.message, /^cluster not stopped: late \(.*\) started after the plan was made$/);
    assert.deepEqual(deletions(demo.requests()), []);
  }));

test('reports the ConfigMaps that remain with high availability', () =>
  withSession({ highAvailability: true }, async ({ demo, run }) => {
    const { plan, text } = await run('stop');
    const configMap = `${demo.clusterId}-cluster-config-map`;
    assert.match(plan.lines.join('\n'), new RegExp(`ConfigMaps remain, and the jobs recover .*${configMap}`));
    assert.match(text, new RegExp(`^Remaining ConfigMaps: .*${configMap}`, 'm'));
  }));

test('shows the kubectl command for a Deployment of the operator', () =>
  withSession({ operatorOwned: true }, async ({ demo, run }) => {
    const { plan } = await run('stop --no-wait');
    const command = `kubectl delete flinkdeployment ${demo.clusterId} -n ${demo.namespace}`;
    assert.ok(
      plan.warnings.some((warning) => warning.endsWith(command)),
      plan.warnings.join(),
    );
  }));

test('reports remaining objects after the timeout', () =>
  withSession({}, async ({ demo, run, runningJob }) => {
    await runningJob('steady');
    const { failure } = await run('stop --timeout 0s');
    assert.equal(failure?.exitCode, 1);
    assert.match(failure.message, new RegExp(`^${demo.clusterId} still exists after \\S+: .*pod ${demo.clusterId}-`));
    assert.match(failure.hints?.join() ?? '', /^Check the objects with kubectl get deployments,pods -n default/);
  }));

test('reports a missing delete permission with its RBAC rule before anything happens', () =>
  withSession(
    {},
    async ({ demo, connection, expectError }) => {
      const error = await expectError('stop --dry-run');
      assert.equal(error.exitCode, 4);
      assert.equal(
        error.message,
        `not allowed to delete deployments.apps ${demo.clusterId} in namespace ${demo.namespace}`,
      );
      assert.match(error.hints.join('\n'), /apiGroups: \["apps"\], resources: \["deployments"\], verbs: \["delete"\]/);
      assert.deepEqual(deletions(demo.requests()), []);
      // If the access check fails, the API server still denies the DELETE request.
      (connection.kubernetes as { isAllowed: unknown }).isAllowed = () =>
        Promise.reject(new Error('cannot check access'));
      assert.equal((await expectError('stop')).exitCode, 4);
      assert.ok(demo.requests().some(({ method, status }) => method === 'DELETE' && status === 403));
    },
    'viewer',
  ));

test('does not stop the cluster if a job started during the savepoints, and reports the savepoints', () =>
  withSession({}, async ({ demo, connection, expectError, runningJob }) => {
    await runningJob('steady');
    const { savepointStatus } = connection.flink;
    const flink = connection.flink as { savepointStatus: typeof savepointStatus };
    let isSubmitted = false;
    flink.savepointStatus = (...request) => {
      if (!isSubmitted) demo.submitJob('late');
      isSubmitted = true;
      return savepointStatus(...request);
    };
    const error = await expectError('stop --savepoint');
    assert.match(error.message, /^cluster not stopped: late \(.*\) started after the plan was made$/);
    assert.match(error.hints.join('\n'), /^Savepoint of steady .*: file:/m);
    assert.deepEqual(deletions(demo.requests()), []);
  }));

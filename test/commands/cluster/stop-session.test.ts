import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSession } from '../session-under-test.ts';

const deletions = (requests: readonly { method: string; path: string }[]) =>
  requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path);

test('the session cluster is stopped by deleting its deployment, and then its pods are gone', () =>
  withSession({}, async ({ demo, run, refusal, runningJob }) => {
    const id = await runningJob('steady');
    const { plan, text, failure } = await run('stop');
    assert.equal(plan.title, `stop the session cluster ${demo.clusterId} in the namespace ${demo.namespace}`);
    assert.deepEqual(plan.confirmation, { kind: 'type', word: demo.clusterId });
    const lines = plan.lines.join('\n');
    assert.match(lines, new RegExp(`^job steady \\(${id}\\): RUNNING, started `, 'm'));
    assert.match(lines, /^JobManagers: 1, TaskManagers: [1-9]/m);
    assert.match(plan.warnings.join(), /No savepoint is taken/);
    assert.equal(text, `session cluster ${demo.clusterId} in ${demo.namespace} is stopped`);
    assert.equal(failure, undefined);
    assert.deepEqual(deletions(demo.requests()), [
      `/apis/apps/v1/namespaces/${demo.namespace}/deployments/${demo.clusterId}`,
    ]);
    assert.equal((await refusal('stop')).exitCode, 3);
  }));

test('without jobs a yes is enough', () =>
  withSession({}, async ({ run }) =>
    assert.deepEqual((await run('stop')).plan.confirmation, { kind: 'yes', isDestructive: true }),
  ));

test('a savepoint of every job comes first where it is asked for', () =>
  withSession({}, async ({ run, runningJob }) => {
    await runningJob('first');
    await runningJob('second');
    const { text, data } = await run('stop --savepoint');
    assert.match(text, /^savepoint of first .*: file:/m);
    assert.match(text, /^savepoint of second .*: file:/m);
    assert.match(text, /is stopped$/);
    assert.equal((data as { savepoints: readonly unknown[] }).savepoints.length, 2);
  }));

test('if a savepoint fails nothing is stopped', () =>
  withSession({ savepointDirectory: false }, async ({ demo, run, refusal, runningJob }) => {
    await runningJob('steady');
    const refused = await refusal('stop --savepoint');
    assert.equal(refused.exitCode, 1);
    assert.match(refused.message, /^nothing was stopped: Config key /);
    assert.deepEqual(deletions(demo.requests()), []);
    assert.match((await run('list')).text, /^RUNNING .* steady /m);
  }));

test('a job that came after the person had looked is not lost with the rest', () =>
  withSession({}, async ({ demo, refusal }) => {
    const refused = await refusal('stop', () => demo.submitJob('late'));
    assert.match(refused.message, /^nothing was stopped: late \(.*\) came since the plan was made$/);
    assert.deepEqual(deletions(demo.requests()), []);
  }));

test('under high availability it says what stays', () =>
  withSession({ highAvailability: true }, async ({ demo, run }) => {
    const { plan, text } = await run('stop');
    const configMap = `${demo.clusterId}-cluster-config-map`;
    assert.match(plan.lines.join('\n'), new RegExp(`ConfigMaps stay, and the jobs come back .*${configMap}`));
    assert.match(text, new RegExp(`^ConfigMaps that stay: .*${configMap}`, 'm'));
  }));

test("a deployment of the operator's is named with the right command", () =>
  withSession({ operatorOwned: true }, async ({ demo, run }) => {
    const { plan } = await run('stop --no-wait');
    const command = `kubectl delete flinkdeployment ${demo.clusterId} -n ${demo.namespace}`;
    assert.ok(
      plan.warnings.some((warning) => warning.endsWith(command)),
      plan.warnings.join(),
    );
  }));

test('what is still there when the time is over is named', () =>
  withSession({}, async ({ demo, run, runningJob }) => {
    await runningJob('steady');
    const { failure } = await run('stop --timeout 0s');
    assert.equal(failure?.exitCode, 1);
    assert.match(failure.message, new RegExp(`^${demo.clusterId} is not gone after \\S+: .*pod ${demo.clusterId}-`));
  }));

test('without the right to delete it says which rule would give it, before anything is asked', () =>
  withSession(
    {},
    async ({ demo, connection, refusal }) => {
      const refused = await refusal('stop --dry-run');
      assert.equal(refused.exitCode, 4);
      assert.equal(
        refused.message,
        `not allowed to delete deployments.apps ${demo.clusterId} in namespace ${demo.namespace}`,
      );
      assert.match(
        refused.hints.join('\n'),
        /apiGroups: \["apps"\], resources: \["deployments"\], verbs: \["delete"\]/,
      );
      assert.deepEqual(deletions(demo.requests()), []);
      // Where it cannot be looked up it is tried.
      (connection.kubernetes as { isAllowed: unknown }).isAllowed = () => Promise.reject(new Error('no reviews here'));
      assert.equal((await refusal('stop')).exitCode, 4);
      assert.ok(demo.requests().some(({ method, status }) => method === 'DELETE' && status === 403));
    },
    'viewer',
  ));

test('a job that came while savepoints were taken is not lost with the rest, and what was taken is told', () =>
  withSession({}, async ({ demo, connection, refusal, runningJob }) => {
    await runningJob('steady');
    const { savepointStatus } = connection.flink;
    const flink = connection.flink as { savepointStatus: typeof savepointStatus };
    let isSubmitted = false;
    flink.savepointStatus = (...asked) => {
      if (!isSubmitted) demo.submitJob('late');
      isSubmitted = true;
      return savepointStatus(...asked);
    };
    const refused = await refusal('stop --savepoint');
    assert.match(refused.message, /^nothing was stopped: late \(.*\) came since the plan was made$/);
    assert.match(refused.hints.join('\n'), /^savepoint of steady .*: file:/m);
    assert.deepEqual(deletions(demo.requests()), []);
  }));

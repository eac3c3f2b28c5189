import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Services } from '../../../src/commands/record/command.ts';
import { findCommand } from '../../../src/commands/table.ts';
import type { Demo } from '../../../src/demo/demo.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { openConnection } from '../../../src/session/attach/open-connection.ts';
import type { SessionTarget } from '../../../src/session/session.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';

type Check = { readonly check: string; readonly state: string; readonly message: string; readonly next: string | null };

let demo: Demo;
before(async () => {
  demo = await startDemo({ speed: 20, scenario: { highAvailability: true } });
});
after(() => demo.close());

const doctor = findCommand('doctor');
assert.ok(doctor);

async function runDoctor(
  user: 'admin' | 'viewer' | 'nobody',
  target: Partial<SessionTarget> = {},
  signal = AbortSignal.timeout(30_000),
  onStep = (_step: string) => {},
) {
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo, user), env: {} });
  const { clusterId, namespace } = demo;
  const connection = openConnection(
    kubernetes,
    { clusterId, namespace, ...target },
    { mode: 'unknown', jobManager: undefined },
  );
  try {
    const services: Services = { frontend: 'subcommand', connection, snapshot: undefined, now: Date.now };
    const run = doctor?.run(
      services,
      await doctor.plan(services, { arguments: [], options: {} }, signal),
      signal,
    ) as ReturnType<NonNullable<typeof doctor>['run']>;
    let step = await run.next();
    while (step.done !== true) {
      if (step.value.kind === 'step') onStep(step.value.text);
      step = await run.next();
    }
    const result = step.value;
    return {
      checks: doctor?.render.json(result) as readonly Check[],
      text: doctor?.render.text(result, { wide: false, now: Date.now() }) ?? '',
      failure: doctor?.failure?.(result),
    };
  } finally {
    await connection.close();
    await kubernetes.close();
  }
}

const findCheck = (checks: readonly Check[], name: string): Check => {
  const found = checks.find(({ check }) => check === name);
  assert.ok(found, `no check ${name} among ${checks.map(({ check }) => check).join(', ')}`);
  return found;
};

test('reports ok with response times and no next steps for a healthy cluster', async () => {
  const { checks, text, failure } = await runDoctor('admin');
  assert.deepEqual(
    checks.filter(({ state, next }) => state !== 'ok' || next !== null),
    [],
  );
  assert.equal(failure, undefined);
  assert.match(text, /^ok {7}API server +Kubernetes v1\.\S+ \(\d+ ms\)$/m);
  assert.match(text, /^ok {7}REST via forward +Flink 2\.3\.0 \(\d+ ms\)$/m);
  assert.match(text, /^ok {7}REST via service proxy +Flink 2\.3\.0 \(\d+ ms\)$/m);
  assert.match(findCheck(checks, 'permission: pods').message, /^get, list, watch: to show the pods$/);
  assert.match(findCheck(checks, 'permission: delete deployments.apps').message, /for stop$/);
  assert.match(findCheck(checks, 'REST Service').message, /^ClusterIP: only from inside the cluster$/);
  assert.match(findCheck(checks, 'session cluster').message, /^a session cluster, 2 of 2 JobManagers ready$/);
  assert.match(findCheck(checks, 'high availability').message, /^on, leader \S+; /);
  assert.match(
    findCheck(checks, 'logging configuration').message,
    /log4j-console\.properties is mounted into \d+ pods/,
  );
});

test('reports the missing permissions of a viewer with their RBAC rules, and the unreachable REST API', async () => {
  const { checks, failure } = await runDoctor('viewer');
  const failed = checks.filter(({ state }) => state === 'failed').map(({ check }) => check);
  assert.deepEqual(failed, ['REST via forward', 'REST via service proxy']);
  assert.equal(failure?.exitCode, 1);
  assert.match(failure?.message ?? '', /^2 of \d+ checks failed$/);
  const forward = findCheck(checks, 'permission: pods/portforward');
  assert.equal(forward.state, 'warning');
  assert.match(forward.message, /^not allowed to create, get pods\/portforward: needed for Flink's REST API/);
  assert.match(forward.next ?? '', /resources: \["pods\/portforward"\], verbs: \["create", "get"\]/);
  assert.match(findCheck(checks, 'REST via forward').message, /not allowed to/);
  assert.match(findCheck(checks, 'permission: delete deployments.apps').next ?? '', /apiGroups: \["apps"\]/);
  for (const { check, state, next } of checks) {
    if (state === 'failed' || state === 'warning') assert.ok(next, `${check} has no next step`);
    else assert.equal(next, null);
  }
});

test('completes all checks for a user without permissions', async () => {
  const { checks } = await runDoctor('nobody');
  assert.equal(findCheck(checks, 'permission: pods').state, 'failed');
  assert.equal(findCheck(checks, 'session cluster').state, 'skipped');
  assert.equal(findCheck(checks, 'pod log').state, 'skipped');
  assert.equal(findCheck(checks, 'REST via forward').state, 'failed');
});

test('reports a missing cluster with a similar name', async () => {
  const { checks, failure } = await runDoctor('admin', { clusterId: `${demo.clusterId}x` });
  const cluster = findCheck(checks, 'session cluster');
  assert.equal(cluster.state, 'failed');
  assert.equal(cluster.next, `Did you mean ${demo.clusterId}?`);
  assert.deepEqual(
    checks.filter(({ state }) => state === 'failed').map(({ check }) => check),
    ['session cluster'],
    'dependent checks do not fail',
  );
  assert.equal(findCheck(checks, 'REST').state, 'skipped');
  assert.equal(failure?.exitCode, 1);
});

test('reports an unreachable rest-url while other transports work', async () => {
  const { checks } = await runDoctor('admin', { restUrl: 'http://127.0.0.1:1' });
  assert.deepEqual(
    checks.filter(({ state }) => state === 'failed').map(({ check, message }) => [check, message]),
    [['REST via rest-url', "cannot reach Flink's REST API: nothing listens there (connection refused)"]],
  );
  assert.equal(findCheck(checks, 'REST via forward').state, 'ok');
});

test('an abort causes no unhandled rejection', async () => {
  const abort = new AbortController();
  const reason = new Error('aborted');
  const onStep = (step: string) => {
    if (/permissions/.test(step)) setImmediate(() => abort.abort(reason));
  };
  // The test runner fails the test on an unhandled rejection.
  await assert.rejects(runDoctor('admin', {}, abort.signal, onStep), reason);
});

test('skips the cluster checks if the API server is unreachable', async () => {
  await demo.fault({ kind: 'unreachable', milliseconds: 4000 });
  const { checks } = await runDoctor('admin');
  assert.deepEqual(
    checks.map(({ check, state }) => [check, state]),
    [
      ['kubeconfig', 'ok'],
      ['credentials', 'ok'],
      ['API server', 'failed'],
      ['session cluster', 'skipped'],
    ],
  );
});

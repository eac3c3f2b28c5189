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

type Check = { readonly check: string; readonly state: string; readonly told: string; readonly next: string | null };

let demo: Demo;
before(async () => {
  demo = await startDemo({ speed: 20, scenario: { highAvailability: true } });
});
after(() => demo.close());

const doctor = findCommand('doctor');
assert.ok(doctor);

async function examine(
  user: 'admin' | 'viewer' | 'nobody',
  target: Partial<SessionTarget> = {},
  signal = AbortSignal.timeout(30_000),
  seen = (_step: string) => {},
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
      if (step.value.kind === 'step') seen(step.value.text);
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

const named = (checks: readonly Check[], name: string): Check => {
  const found = checks.find(({ check }) => check === name);
  assert.ok(found, `no check ${name} among ${checks.map(({ check }) => check).join(', ')}`);
  return found;
};

test('where all is well every check says so, with times, and there is nothing to do', async () => {
  const { checks, text, failure } = await examine('admin');
  assert.deepEqual(
    checks.filter(({ state, next }) => state !== 'ok' || next !== null),
    [],
  );
  assert.equal(failure, undefined);
  assert.match(text, /^ok {7}API server +Kubernetes v1\.\S+ \(\d+ ms\)$/m);
  assert.match(text, /^ok {7}REST by forward +Flink 2\.3\.0 \(\d+ ms\)$/m);
  assert.match(text, /^ok {7}REST by service proxy +Flink 2\.3\.0 \(\d+ ms\)$/m);
  assert.match(named(checks, 'right to pods').told, /^get, list, watch: to see the pods$/);
  assert.match(named(checks, 'right to delete deployments.apps').told, /for stop$/);
  assert.match(named(checks, 'REST Service').told, /^ClusterIP: only from inside the cluster$/);
  assert.match(named(checks, 'session cluster').told, /^a session cluster, 2 of 2 JobManagers ready$/);
  assert.match(named(checks, 'high availability').told, /^on, \S+ leads; /);
  assert.match(named(checks, 'logging file').told, /log4j-console\.properties is mounted into \d+ pods/);
});

test('who may only look is told each right that is missing and the rule for it, and that REST is out of reach', async () => {
  const { checks, failure } = await examine('viewer');
  const failed = checks.filter(({ state }) => state === 'failed').map(({ check }) => check);
  assert.deepEqual(failed, ['REST by forward', 'REST by service proxy']);
  assert.equal(failure?.exitCode, 1);
  assert.match(failure?.message ?? '', /^2 of \d+ checks failed$/);
  const forward = named(checks, 'right to pods/portforward');
  assert.equal(forward.state, 'warning');
  assert.match(forward.told, /^you may not create, get pods\/portforward: for Flink's REST API/);
  assert.match(forward.next ?? '', /resources: \["pods\/portforward"\], verbs: \["create", "get"\]/);
  assert.match(named(checks, 'REST by forward').told, /not allowed to/);
  assert.match(named(checks, 'right to delete deployments.apps').next ?? '', /apiGroups: \["apps"\]/);
  for (const { check, state, next } of checks) {
    if (state === 'failed' || state === 'warning') assert.ok(next, `${check} has no next step`);
    else assert.equal(next, null);
  }
});

test('who may do nothing is told of every right, and no check ends the rest', async () => {
  const { checks } = await examine('nobody');
  assert.equal(named(checks, 'right to pods').state, 'failed');
  assert.equal(named(checks, 'session cluster').state, 'skipped');
  assert.equal(named(checks, 'log of a pod').state, 'skipped');
  assert.equal(named(checks, 'REST by forward').state, 'failed');
});

test('a cluster that is not there is told with what may have been meant', async () => {
  const { checks, failure } = await examine('admin', { clusterId: `${demo.clusterId}x` });
  const cluster = named(checks, 'session cluster');
  assert.equal(cluster.state, 'failed');
  assert.equal(cluster.next, `Did you mean ${demo.clusterId}?`);
  assert.deepEqual(
    checks.filter(({ state }) => state === 'failed').map(({ check }) => check),
    ['session cluster'],
    'what belongs to it does not fail beside it',
  );
  assert.equal(named(checks, 'REST').state, 'skipped');
  assert.equal(failure?.exitCode, 1);
});

test('an address that does not answer fails beside the ways that do', async () => {
  const { checks } = await examine('admin', { restUrl: 'http://127.0.0.1:1' });
  assert.deepEqual(
    checks.filter(({ state }) => state === 'failed').map(({ check, told }) => [check, told]),
    [['REST by rest-url', "cannot reach Flink's REST API: nothing listens there (connection refused)"]],
  );
  assert.equal(named(checks, 'REST by forward').state, 'ok');
});

test('who leaves in the middle of it leaves nothing behind that fails later', async () => {
  const leaving = new AbortController();
  const reason = new Error('enough');
  const leave = (step: string) => {
    if (/rights/.test(step)) setImmediate(() => leaving.abort(reason));
  };
  // The runner fails the test for a rejection that nobody waits for.
  await assert.rejects(examine('admin', {}, leaving.signal, leave), reason);
});

test('an API server that is away leaves nothing else to look at', async () => {
  await demo.fault({ kind: 'unreachable', milliseconds: 4000 });
  const { checks } = await examine('admin');
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

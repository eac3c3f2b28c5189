import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, type TestContext, test } from 'node:test';
import { logLevel } from '../../src/commands/log-level/log-level.ts';
import type { Input, Services } from '../../src/commands/record/command.ts';
import { flinkConfigMapName } from '../../src/flink/names.ts';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import type { ConfigMap, Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import type { Connection } from '../../src/session/session.ts';
import { attach, confirm, subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { createServiceAccount } from '../support/service-account.ts';

const clusterId = 'flink-tui-test-levels';
const namespace = 'default';
const key = 'log4j-console.properties';
const configMap = { resource: resources.configMaps, namespace, name: flinkConfigMapName(clusterId) };
/**
 * Maximum time between two lines of a pod, which logs at least once per checkpoint interval. A new level may become
 * visible this much later.
 */
const betweenLinesSeconds = 1;
/** Tolerance, because the cluster shares two cores with the test. */
const busySeconds = 3;
const { signal } = new AbortController();
let kubernetes: KubernetesApi;
let connection: Connection;
let original: string;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  await cluster.submit([clusterId, 'Trouble', '--checkpoint', '1']);
  connection = await connectSession(kubernetes, { clusterId, namespace }, signal);
  await cluster.eventually('a TaskManager', async () => (await podNames()).length === 2, 60_000);
  original = await readFile();
});
after(async () => {
  await connection?.close();
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

const readFile = async () => (await kubernetes.get<ConfigMap>(configMap)).data?.[key] ?? '';

async function podNames(): Promise<readonly string[]> {
  const pods = await kubernetes.list<Pod>({ resource: resources.pods, namespace, labelSelector: `app=${clusterId}` });
  const running = pods.filter(({ status }) => status?.containerStatuses?.[0]?.state?.running !== undefined);
  return running.map(({ metadata }) => metadata?.name ?? '');
}

type Reported = { pods: { pod: string; status: string; liveSeconds: number; evidence: string }[] };

/** Runs log-level. `enteredAt` is the time when the plan is ready and the user would confirm. */
async function change(args: readonly string[], options: Input['options'] = {}) {
  const services: Services = { frontend: 'subcommand', connection, snapshot: undefined, now: Date.now };
  const plan = await logLevel.plan(services, { arguments: args, options }, signal);
  const enteredAt = Date.now();
  const run = logLevel.run(services, plan, signal);
  let step = await run.next();
  while (step.done !== true) step = await run.next();
  return { enteredAt, reported: logLevel.render.json(step.value) as Reported };
}

/** Records the arrival times of a pod's log lines of this level, by the local clock, until `stop` is called. */
function watchLines(pod: string, level: string) {
  const stop = new AbortController();
  const times: number[] = [];
  const reading = (async () => {
    const options = { namespace, pod, follow: true, tailLines: 0 };
    for await (const chunk of await kubernetes.podLog(options, stop.signal)) {
      if (Buffer.from(chunk).toString().includes(` ${level} `)) times.push(Date.now());
    }
  })();
  return {
    pod,
    times,
    stop: async () => {
      stop.abort();
      await reading;
    },
  };
}

/** Sets the root logger to DEBUG. Checks that the reported time and the first DEBUG lines are within the limit. */
async function setAndMeasure(t: TestContext, limitSeconds: number, options?: Input['options']): Promise<void> {
  const watched = (await podNames()).map((pod) => watchLines(pod, 'DEBUG'));
  try {
    const { enteredAt, reported } = await change(['root', 'DEBUG'], options);
    assert.equal(reported.pods.length, watched.length);
    for (const { pod, status, evidence, liveSeconds } of reported.pods) {
      const times = watched.find((one) => one.pod === pod)?.times ?? [];
      await cluster.eventually(`a DEBUG line of ${pod}`, () => times.length > 0, 10_000);
      const seenSeconds = ((times[0] ?? Number.NaN) - enteredAt) / 1000;
      t.diagnostic(
        `${pod}: ${status} by ${evidence}, reported ${liveSeconds} s, seen after ${seenSeconds.toFixed(1)} s`,
      );
      assert.equal(status, 'live');
      assert.ok(liveSeconds <= limitSeconds + busySeconds, `${pod}: reported ${liveSeconds} s`);
      assert.ok(seenSeconds <= limitSeconds + busySeconds + betweenLinesSeconds, `${pod}: seen after ${seenSeconds} s`);
    }
  } finally {
    for (const one of watched) await one.stop();
  }
}

/** Reverts the level. Checks that the last DEBUG line of each pod is within the limit. */
async function revertAndMeasure(t: TestContext, limitSeconds: number, options: Input['options']): Promise<void> {
  const watched = (await podNames()).map((pod) => watchLines(pod, 'DEBUG'));
  try {
    const { enteredAt, reported } = await change(options.reset === true ? [] : ['root'], options);
    for (const { pod, times } of watched) {
      const quietSeconds = ((times.at(-1) ?? enteredAt) - enteredAt) / 1000;
      const live = reported.pods.find((one) => one.pod === pod);
      t.diagnostic(`${pod}: last DEBUG line after ${quietSeconds.toFixed(1)} s, reported ${live?.liveSeconds} s`);
      assert.equal(live?.status, 'live');
      assert.ok(quietSeconds <= limitSeconds + busySeconds, `${pod}: last DEBUG line after ${quietSeconds} s`);
    }
  } finally {
    for (const one of watched) await one.stop();
  }
}

test('with a monitorInterval of 30 s, a level is live in every pod within 31 s', async (t) => {
  await setAndMeasure(t, 31, { fast: true });
});

test('a TaskManager that starts after the change uses the new level', async () => {
  const known = await podNames();
  await cluster.submit([clusterId, 'Trouble', '--checkpoint', '1']);
  const pod = await newPod(known);
  await cluster.eventually(
    `DEBUG lines of ${pod}`,
    async () => {
      let log = '';
      for await (const chunk of await kubernetes.podLog({ namespace, pod }, signal))
        log += Buffer.from(chunk).toString();
      return / DEBUG org\.apache\.flink\./.test(log);
    },
    60_000,
  );
});

function newPod(known: readonly string[]): Promise<string> {
  const found = async () => (await podNames()).find((name) => !known.includes(name));
  return cluster.eventually('another TaskManager', found, 90_000);
}

test('with a monitorInterval of 5 s, a level is live and reverted within 6 s, and the file is restored', async (t) => {
  // This change keeps the interval at 5 s while the root level is reverted and set again.
  await change(['org.example.unused', 'DEBUG'], { 'no-wait': true });
  const { metadata } = await kubernetes.get<ConfigMap>(configMap);
  const { fastSince } = JSON.parse(metadata?.annotations?.['flink-tui/log-levels'] ?? '{}') as { fastSince: string };
  await cluster.eventually(
    'the JVMs to have the new interval',
    () => Date.now() > Date.parse(fastSince) + 36_000,
    60_000,
  );
  await revertAndMeasure(t, 6, { undo: true });
  await setAndMeasure(t, 6);
  await revertAndMeasure(t, 6, { reset: true });
  assert.equal(await readFile(), original);
  assert.equal((await kubernetes.get<ConfigMap>(configMap)).metadata?.annotations?.['flink-tui/log-levels'], undefined);
});

test('a change by another client before the confirmation is kept and reported', async () => {
  const theirs = `${original}# theirs\n`;
  const program = attach(clusterId, { columns: 160, rows: 50 });
  await program.sees('★ leader', 30_000);
  program.press(':log-level org.example.unused DEBUG --no-wait\r');
  await program.sees('Set org.example.unused to DEBUG?', 20_000);
  await kubernetes.patch(configMap, { data: { [key]: theirs } });
  await confirm(program);
  await program.sees('unused is DEBUG', 20_000);
  program.press('A');
  await program.sees('Activities (1)');
  program.press('\r');
  await program.sees('Another client changed the ConfigMap in the meantime. Its changes are kept.', 20_000);
  assert.match(await readFile(), /^# theirs$/m);
  assert.match(await readFile(), /^logger\.tui_1\.name = org\.example\.unused$/m);
  const undone = await subcommand('log-level', clusterId, ['--undo', '--no-wait', '-o', 'json']);
  assert.equal(undone.exitCode, 0, undone.stderr);
  assert.deepEqual(JSON.parse(undone.stdout).levels, [{ logger: 'org.example.unused', from: 'DEBUG', to: 'INFO' }]);
  assert.equal(await readFile(), theirs);
  await kubernetes.patch(configMap, { data: { [key]: original } });
});

test('the next attach reverts a level set with --for if the first flink-tui was killed', async () => {
  const program = attach(clusterId, { columns: 80, rows: 24 });
  await program.sees('★ leader', 30_000);
  program.press(':log-level org.example.unused DEBUG --for 20s --no-wait\r');
  await program.sees('Reverts automatically after 20s', 20_000);
  await confirm(program);
  await cluster.eventually('the change', async () => (await readFile()) !== original);
  program.kill('SIGKILL');
  await program.exited;
  assert.notEqual(await readFile(), original);
  const next = attach(clusterId, { columns: 80, rows: 24 });
  await next.sees('levels: unused DEBUG', 30_000);
  await cluster.eventually('the original file', async () => (await readFile()) === original, 60_000);
  await next.sees((screen) => !screen.includes('levels: unused DEBUG'), 20_000);
});

/** Runs log-level and asserts that the file does not change. */
async function runWithoutChange(args: string, kubeconfig?: string) {
  const before = await readFile();
  const result = await subcommand('log-level', clusterId, args.split(' '), kubeconfig);
  assert.equal(await readFile(), before);
  return result;
}

const kafka = 'org.apache.kafka DEBUG';

test('without permission to patch the ConfigMap, the error names the missing rule, and the file stays the same', async () => {
  const verbs = ['get', 'list', 'watch'];
  const viewer = await createServiceAccount(cluster.kubeconfig(), [
    { apiGroups: [''], resources: ['pods', 'services', 'configmaps'], verbs },
    { apiGroups: ['apps'], resources: ['deployments'], verbs },
  ]);
  try {
    const { exitCode, stderr } = await runWithoutChange(kafka, viewer.kubeconfig);
    assert.equal(exitCode, 4, stderr);
    assert.match(stderr, /not allowed to patch ConfigMap .*\n.*resources: \["configmaps"\], verbs: \["patch"\]/);
  } finally {
    await viewer.remove();
  }
});

for (const [what, edit, args, expected, message] of [
  [
    'a file that is not in the ConfigMap',
    () => null,
    kafka,
    1,
    /has no log4j-console\.properties: the pods use the file of their image/,
  ],
  [
    'a file without monitorInterval',
    (text) => text.replace('monitorInterval=30', ''),
    kafka,
    1,
    /no monitorInterval, so the JVM only reads it at startup.*\n.*--for-new-pods/,
  ],
  [
    'a more specific logger with its own level',
    (text) => `${text}logger.theirs.name = org.apache.flink.runtime.checkpoint\nlogger.theirs.level = ERROR\n`,
    'org.apache.flink.runtime DEBUG --dry-run',
    0,
    /^warning: org\.apache\.flink\.runtime\.checkpoint \(ERROR\) has its own level and is not affected\./m,
  ],
] as const satisfies readonly (readonly [string, (text: string) => string | null, string, number, RegExp])[]) {
  test(`${what} is reported, and the file stays the same`, async () => {
    try {
      await kubernetes.patch(configMap, { data: { [key]: edit(original) } });
      const { exitCode, stdout, stderr } = await runWithoutChange(args);
      assert.equal(exitCode, expected, stderr);
      assert.match(stdout + stderr, message);
    } finally {
      await kubernetes.patch(configMap, { data: { [key]: original } });
    }
  });
}

test('an operator that may overwrite the ConfigMap is reported, and the file stays the same', async () => {
  const deployment = { resource: resources.deployments, namespace, name: clusterId };
  // The API server does not serve this API group. Otherwise, Kubernetes would delete a Deployment without its owner.
  const owner = { apiVersion: 'flink-tui.test/v1', kind: 'FlinkDeployment', name: 'theirs', uid: randomUUID() };
  try {
    await kubernetes.patch(deployment, { metadata: { ownerReferences: [owner] } });
    const { exitCode, stdout, stderr } = await runWithoutChange(`${kafka} --dry-run`);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^warning: FlinkDeployment theirs owns this cluster and may overwrite flink-config-\S+\./m);
  } finally {
    await kubernetes.patch(deployment, { metadata: { ownerReferences: null } });
  }
});

test('an immutable ConfigMap is reported, and the file stays the same', async () => {
  // This test must be the last one, because an immutable ConfigMap stays immutable.
  await kubernetes.patch(configMap, { immutable: true });
  const { exitCode, stderr } = await runWithoutChange(kafka);
  assert.equal(exitCode, 1, stderr);
  assert.match(stderr, /is immutable/);
});

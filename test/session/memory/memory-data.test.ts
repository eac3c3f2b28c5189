import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { collectMemory } from '../../../src/session/memory/collect-memory.ts';
import { containerUsages, usageGap, usageStateOf } from '../../../src/session/memory/container-usage.ts';
import { jvmMemory } from '../../../src/session/memory/jvm-memory.ts';
import { jobManagerModel } from '../../../src/session/memory/memory-model.ts';
import { memoryParts } from '../../../src/session/memory/memory-parts.ts';
import { parseQuantity } from '../../../src/session/memory/parse-quantity.ts';
import type { ClusterMemory } from '../../../src/session/memory/pod-memory.ts';
import { emptySeries, keptMs, pointsOf, withSample } from '../../../src/session/memory/series.ts';
import { trendOf } from '../../../src/session/memory/trend.ts';
import { jvmIn, mebibyte, momentsOf, taskManagerPod, watchMoments } from '../../support/memory.ts';

test('quantities of Kubernetes are parsed, and other texts are not', () => {
  const texts = ['267612Ki', '1000Mi', '1.5Gi', '128974848', '129M', '1e9', '128974848000m', 'x', '', '5 Mi', '12Zi'];
  assert.deepEqual(texts.map(parseQuantity), [
    274_034_688,
    1_048_576_000,
    1_610_612_736,
    128_974_848,
    129_000_000,
    1_000_000_000,
    128_974_848,
    ...Array(4).fill(undefined),
  ]);
});

test('only the main container counts, because only its limit is judged; the others are known by name', () => {
  const item = {
    metadata: { name: 'tm' },
    timestamp: '2026-11-29T09:45:30Z',
    containers: [
      { name: 'sidecar', usage: { memory: '9Mi', cpu: '1500000n' } },
      { name: 'flink-main-container', usage: { memory: '286228Ki' } },
    ],
  };
  const usages = containerUsages([item, { metadata: { name: 'without numbers' } }], 'flink-main-container');
  assert.deepEqual([...usages.keys()], ['tm']);
  const { containers, ...main } = usages.get('tm') ?? {};
  assert.deepEqual(main, { bytes: 286_228 * 1024, at: Date.UTC(2026, 10, 29, 9, 45, 30) });
  assert.deepEqual(containers?.get('sidecar'), { bytes: 9 * mebibyte, cores: 0.0015 });
});

test('a cluster without a metrics server, a missing permission and a failure are told apart', () => {
  const of = (kind: 'not-found' | 'forbidden' | 'server') =>
    usageGap(usageStateOf(new KubernetesError(kind, 'it failed')));
  assert.equal(of('not-found'), 'not served by this cluster (metrics-server is missing)');
  assert.equal(of('forbidden'), 'no right: list pods.metrics.k8s.io');
  assert.equal(of('server'), 'it failed');
  assert.equal(usageGap({ state: 'awaited' }), undefined);
});

test('the parts of a container sum up to its limit, and the heap ends where the usage ends', () => {
  const idle = memoryParts(268 * mebibyte, 1000 * mebibyte, jvmIn({}));
  const sum = idle.parts.reduce((total, { bytes }) => total + bytes, 0);
  assert.equal(sum, 1000 * mebibyte);
  const inMebibytes = (name: string, { parts }: typeof idle) =>
    Math.round((parts.find((part) => part.name === name)?.bytes ?? 0) / mebibyte);
  // Of the 135 MiB that the JVM has reserved, the kernel counts 122.
  assert.equal(inMebibytes('heap', idle), 122);
  assert.equal(idle.unexplained, 0);
  const leaking = memoryParts(700 * mebibyte, 1000 * mebibyte, jvmIn({}));
  assert.equal(inMebibytes('heap', leaking), 135);
  assert.equal(Math.round((leaking.unexplained ?? 0) / mebibyte), 419);
  assert.equal(inMebibytes('free', leaking), 300);
});

test('without container usage, the used heap is shown and nothing is unexplained', () => {
  const { parts, unexplained } = memoryParts(undefined, 1000 * mebibyte, jvmIn({}));
  assert.equal(unexplained, undefined);
  assert.equal(parts.find(({ name }) => name === 'heap')?.bytes, 58 * mebibyte);
  assert.deepEqual(memoryParts(undefined, 1000, undefined), { parts: [], unexplained: undefined });
});

test("the JobManager's model is read from its configuration", () => {
  const options = new Map([
    ['jobmanager.memory.heap.size', '444596224b'],
    ['jobmanager.memory.off-heap.size', '134217728b'],
    ['jobmanager.memory.jvm-metaspace.size', '256 mb'],
    ['jobmanager.memory.jvm-overhead.max', '201326592b'],
    ['jobmanager.memory.process.size', '1000m'],
  ]);
  const model = jobManagerModel(options);
  assert.deepEqual(
    model?.parts.map(({ bytes }) => bytes),
    [444_596_224, 134_217_728, 268_435_456, 201_326_592],
  );
  assert.equal(model?.process, 1000 * mebibyte);
  assert.equal(jobManagerModel(new Map()), undefined);
});

test('a slope needs 90 s, and that of the last minutes counts if the growth has begun lately', () => {
  const points = (seconds: number, at: (second: number) => number) =>
    Array.from({ length: seconds / 15 + 1 }, (_, index) => ({ at: index * 15_000, value: at(index * 15) * mebibyte }));
  assert.deepEqual(trendOf(points(75, (second) => second)), { kind: 'too short', spanMs: 75_000 });
  const begun = trendOf(points(600, (second) => 300 + Math.max(0, second - 400)));
  assert.ok(begun.kind === 'measured' && begun.isRising);
  assert.ok(begun.kind === 'measured' && Math.abs(begun.perMinute / mebibyte - 60) < 6);
  const ended = trendOf(points(600, (second) => 300 + Math.min(100, second)));
  assert.ok(ended.kind === 'measured' && !ended.isRising);
  const steady = trendOf(points(300, (second) => 300 + (second % 30 === 0 ? 2 : -2)));
  assert.ok(steady.kind === 'measured' && !steady.isRising);
});

test('a series keeps the samples of 15 minutes, at most 90, and knows no value that was not measured', () => {
  let series = emptySeries(2);
  for (let second = 0; second < 3600; second += 5) series = withSample(series, second * 1000, [second, undefined]);
  const points = pointsOf(series, 0);
  assert.equal(points.length, 90);
  assert.ok((points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0) <= keptMs);
  assert.deepEqual(pointsOf(series, 1), []);
});

test('the same data is the same object, and the last numbers of an ended pod stay', () => {
  const seen: unknown[] = [];
  const killed = taskManagerPod({ status: 'OOM-killed', health: 'error', taskManager: undefined });
  const moments = [
    ...momentsOf(60, () => ({ usage: 900 })),
    { second: 61 },
    { second: 62, pod: killed },
    { second: 75, usage: 20, pod: killed },
  ];
  const memory = watchMoments(moments, (_, __, all) => seen.push(all));
  assert.equal(seen.at(-4), seen.at(-3), 'no new data');
  const [last] = [...memory.pods.values()];
  assert.equal(last?.usage, 900 * mebibyte);
  assert.ok(last?.endedAt !== undefined);
});

test('a process that its view and the sweep read at the same time has one sample', () => {
  const seconds = [0, 0.05, 10, 10.05, 20];
  const memory = watchMoments(seconds.map((second) => ({ second, jvm: { heapUsed: second } })));
  const [pod] = [...memory.pods.values()];
  assert.deepEqual(pod && pointsOf(pod.jvms, 0).map(({ value }) => value / mebibyte), [0, 10, 20]);
});

test('a restarted container starts a new history', () => {
  const memory = watchMoments([
    ...momentsOf(120, () => ({ usage: 900 })),
    { second: 130, usage: 300, pod: taskManagerPod({ restarts: 1 }) },
  ]);
  const [pod] = [...memory.pods.values()];
  assert.deepEqual(pod && pointsOf(pod.usages, 0).map(({ value }) => value), [300 * mebibyte]);
});

test('the history of 1,000 TaskManagers takes less than 10 MB', () => {
  const collector = collectMemory();
  const pods = Array.from({ length: 1000 }, (_, index) => taskManagerPod({ name: `tm-${index}`, uid: `u${index}` }));
  const start = Date.now() - 900_000;
  let memory: ClusterMemory | undefined;
  for (let second = 0; second <= 900; second += 10) {
    const now = start + second * 1000;
    collector.addUsages(new Map(pods.map(({ name }) => [name, { bytes: 3e8 + second, at: now }])));
    const jvm = { value: jvmIn({ gcCount: second, heapUsed: 50 }), readAt: now, failure: undefined };
    const readings = new Map(pods.map(({ name }) => [jvmMemory(name).key, jvm]));
    memory = collector.update({ pods, leader: undefined, jobs: [], readings, now });
  }
  const known = [...(memory?.pods.values() ?? [])];
  assert.equal(known.length, 1000);
  const bytes = known.reduce(
    (sum, { usages, jvms, heapLows }) => sum + usages.data.byteLength + jvms.data.byteLength + heapLows.data.byteLength,
    0,
  );
  assert.ok(bytes < 10e6, `${bytes} bytes`);
  assert.equal(pointsOf(known[0]?.usages ?? emptySeries(1), 0).length, 90);
});

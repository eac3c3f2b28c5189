import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import type { JournalEntry } from '../../src/session/journal/entry.ts';
import type { ClusterMemory } from '../../src/session/memory/pod-memory.ts';
import { mebibyte, momentsOf, taskManagerPod, watchMoments } from '../support/memory.ts';
import { diagnosisOf, findingsOf, jobId, minutesAgo, secondsAgo, snapshotWith } from './evidence-of.ts';

const pod = taskManagerPod();
const diagnosed = (memory: ClusterMemory) => diagnosisOf(snapshotWith({}, { pods: [pod], memory }));
const leaking = () => watchMoments(momentsOf(450, (second) => ({ usage: 268 + second * 0.95 })));

test('native memory that grows to the limit is one finding with its slope, and says what the JVM does not explain', () => {
  const { findings } = diagnosed(leaking());
  assert.deepEqual(
    findings.map(({ rule }) => rule),
    ['memory-near-limit'],
  );
  const [finding] = findings;
  assert.match(
    finding?.text ?? '',
    /^TaskManager taskmanager-1-1: container memory 69\d of 1000 MiB \(70%\), grows by 57 MiB\/min, full in 5m$/,
  );
  assert.match(finding?.evidence.join('\n') ?? '', /do not explain 4\d\d MiB: native memory \(RocksDB/);
  assert.match(finding?.evidence.join('\n') ?? '', /runs orders/);
  assert.deepEqual(
    finding?.next.map(({ command }) => command),
    [`memory ${pod.name}`, `logs ${pod.name}`, undefined],
  );
  assert.match(finding?.next[2]?.text ?? '', /taskmanager\.memory\.process\.size/);
  assert.deepEqual([finding?.pod, finding?.affects], [pod.name, [jobId]]);
});

test('a full heap, long collections and leaked classes are findings of their own rule only', () => {
  const rulesOf = (memory: ClusterMemory) => diagnosed(memory).findings.map(({ rule }) => rule);
  const heap = watchMoments(
    momentsOf(200, (second) => ({ usage: 300, jvm: { heapUsed: 120, gcCount: second, gcMsPerSecond: 300 } })),
  );
  assert.deepEqual(rulesOf(heap), ['heap-near-limit']);
  const gc = watchMoments(
    momentsOf(200, (second) => ({ usage: 300, jvm: { heapUsed: 40, gcCount: second, gcMsPerSecond: 300 } })),
  );
  assert.deepEqual(rulesOf(gc), ['long-gc']);
  assert.deepEqual(rulesOf(watchMoments(momentsOf(200, () => ({ usage: 300 })))), []);
});

test('classes that finished jobs leave behind are a finding with the slope and the jobs that still fit', () => {
  const watched = watchMoments(momentsOf(200, () => ({ usage: 400, jvm: { metaspaceUsed: 200 } })));
  const [known] = [...watched.pods.values()];
  assert.ok(known !== undefined);
  const jobLevels = new Map([50, 75, 100, 125, 150, 175, 200].map((level, jobs) => [jobs, level * mebibyte]));
  const { findings } = diagnosed({ ...watched, pods: new Map([[known.uid, { ...known, jobLevels }]]) });
  assert.deepEqual(
    findings.map(({ rule, severity, text }) => [rule, severity, text]),
    [
      [
        'metaspace-leak',
        'critical',
        'TaskManager taskmanager-1-1: metaspace 200 of 256 MiB, 25.0 MiB more with each finished job: 2 more jobs fit',
      ],
    ],
  );
  assert.match(findings[0]?.evidence[0] ?? '', /^measured over 6 finished jobs/);
  assert.match(findings[0]?.next.at(-1)?.text ?? '', /taskmanager\.memory\.jvm-metaspace\.size/);
});

test('memory that is not known is not assessed, and says why', () => {
  const denied = new KubernetesError('forbidden', 'not allowed to list pods.metrics.k8s.io');
  const reasonOf = (usage: ClusterMemory['usage']) =>
    diagnosed({ pods: new Map(), usage }).notAssessed.find(({ rule }) => rule === 'memory-near-limit')?.reason;
  assert.equal(reasonOf({ state: 'not served' }), 'not served by this cluster (metrics-server is missing)');
  assert.equal(reasonOf({ state: 'denied', error: denied }), 'no right: list pods.metrics.k8s.io');
  assert.equal(reasonOf({ state: 'served' }), undefined);
  const states = [
    { state: 'not served' },
    { state: 'denied', error: denied },
    { state: 'failed', reason: 'no' },
  ] as const;
  assert.deepEqual(
    states.map(
      (usage) =>
        diagnosed({ pods: new Map(), usage }).notAssessed.find(({ rule }) => rule === 'memory-near-limit')?.isPermanent,
    ),
    [true, true, false],
  );
  const { notAssessed } = diagnosed(watchMoments(momentsOf(30, () => ({ usage: 800 }))));
  assert.deepEqual(
    notAssessed.filter(({ rule }) => rule === 'memory-near-limit').map(({ what, reason }) => `${what}: ${reason}`),
    ['growth of container memory: needs 2 minutes of history: run why --watch-for 2m'],
  );
});

test('an OOM-killed TaskManager is named with its last memory, from the screen or from the journal', () => {
  const killed: JournalEntry = {
    kind: 'pod',
    at: minutesAgo(2),
    pod: pod.name,
    uid: pod.uid,
    role: 'taskmanager',
    phase: 'OOM-killed',
    reason: 'killed by the kernel: memory limit of 1000Mi exceeded',
  };
  const last: JournalEntry = {
    kind: 'memory',
    at: secondsAgo(121),
    pod: pod.name,
    uid: pod.uid,
    role: 'taskmanager',
    isEnd: true,
    usage: 998 * mebibyte,
    limit: 1000 * mebibyte,
    heapUsed: 60 * mebibyte,
    heapCommitted: 135 * mebibyte,
    metaspaceUsed: 50 * mebibyte,
    growth: 60 * mebibyte,
  };
  const [finding] = findingsOf(snapshotWith({}, { pods: [] }), [last, killed]);
  assert.equal(finding?.text, 'TaskManager taskmanager-1-1 was OOM-killed at 998 of 1000 MiB 2m ago');
  assert.match(
    finding?.evidence.join('\n') ?? '',
    /^last memory: 998 of 1000 MiB used, 813 MiB of it not explained by the JVM$/m,
  );
  assert.ok(finding?.next.some(({ command }) => command === `memory ${pod.name}`));
});

test('a TaskManager that ended with a full heap is named with it, which Flink calls an ordinary shutdown', () => {
  const place = { pod: pod.name, uid: pod.uid, role: 'taskmanager' } as const;
  const end: JournalEntry = { kind: 'pod', at: minutesAgo(2), ...place, phase: 'deleted' };
  const heap = (low: number): JournalEntry => ({
    ...{ kind: 'memory', at: secondsAgo(121), ...place, isEnd: true, usage: 1500 * mebibyte, limit: 2000 * mebibyte },
    ...{ heapUsed: 1100 * mebibyte, heapMax: 1198 * mebibyte, heapLow: low * mebibyte },
  });
  const failure = (exception: string, message: string): JournalEntry => ({
    ...{ kind: 'failure', at: minutesAgo(2), job: jobId, jobName: 'orders', exception, message, pod: pod.name },
  });
  const textOf = (...entries: readonly JournalEntry[]) =>
    findingsOf(snapshotWith({}, { pods: [] }), [...entries, end])[0]?.text;
  const text = 'TaskManager taskmanager-1-1 was deleted 2m ago';
  assert.equal(textOf(heap(960)), `${text} (its heap was full: 960 of 1198 MiB)`);
  assert.equal(textOf(heap(500)), text);
  const outOfHeap = failure('OutOfMemoryError', 'Java heap space');
  assert.equal(textOf(outOfHeap), `${text} (its heap was full): orders restarted`);
  assert.equal(textOf(failure('OutOfMemoryError', 'Metaspace')), `${text}: orders restarted`);
  const { next } = findingsOf(snapshotWith({}, { pods: [] }), [heap(960), end])[0] ?? {};
  assert.match(next?.at(-1)?.text ?? '', /taskmanager\.memory\.task\.heap\.size/);
});

test('an evicted TaskManager, one that is lost with its node, and one without heartbeat are told apart', () => {
  const textOf = (reason: string) => {
    const end: JournalEntry = {
      kind: 'pod',
      at: minutesAgo(2),
      pod: pod.name,
      uid: pod.uid,
      role: 'taskmanager',
      phase: 'deleted',
      reason,
    };
    return findingsOf(snapshotWith({}, { pods: [] }), [end])[0]?.text;
  };
  assert.equal(
    textOf('Evicted: The node was low on resource: memory'),
    'TaskManager taskmanager-1-1 was evicted 2m ago',
  );
  assert.equal(textOf('NodeNotReady: Node is not ready'), 'TaskManager taskmanager-1-1 was lost with its node 2m ago');
  const heartbeat: JournalEntry = {
    kind: 'failure',
    at: minutesAgo(2),
    job: jobId,
    jobName: 'orders',
    exception: 'TimeoutException',
    message: `Heartbeat of TaskManager with id ${pod.name} timed out.`,
    pod: pod.name,
  };
  assert.match(
    findingsOf(snapshotWith({}, { pods: [] }), [heartbeat])[0]?.text ?? '',
    /^TaskManager taskmanager-1-1 was lost 2m ago \(heartbeat timed out\): orders restarted$/,
  );
});

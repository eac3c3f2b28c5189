import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { vertexSubtasks } from '../../src/session/readings/flink-readings.ts';
import { subtaskOf } from '../support/subtasks.ts';
import { diagnosisOf, findingsOf, type JobPart, jobId, now, secondsAgo, snapshotWith, vertex } from './evidence-of.ts';

const chain = [vertex('source'), vertex('work', ['source'], 2), vertex('sink', ['work'])];
const diamond = [
  vertex('source'),
  vertex('work', ['source']),
  vertex('left', ['work']),
  vertex('left sink', ['left']),
  vertex('right', ['work']),
  vertex('join', ['left', 'right']),
];
/** The shares of the real cluster for `Trouble --slow-sink 20 --branch true`. */
const slowBranch = {
  source: [563, 0, 437],
  work: [10, 40, 950],
  left: [1, 81, 918],
  'left sink': [1000, 0, 0],
  right: [20, 850, 130],
  join: [0, 1000, 0],
} as const;

function only(part: JobPart) {
  const findings = findingsOf(snapshotWith(part));
  assert.equal(findings.length, 1, JSON.stringify(findings));
  return findings[0] ?? assert.fail();
}

test('the cause of back-pressure is behind the back-pressured branch, not the next vertex in the list', () => {
  const finding = only({ vertices: diamond, loads: slowBranch });
  assert.equal(finding.rule, 'back-pressure');
  assert.equal(finding.vertex, 'left sink');
  assert.equal(finding.text, 'left sink slows orders down: it is 100% busy');
  assert.equal(finding.reason, 'by left sink (100% busy)');
  assert.deepEqual(finding.evidence.slice(1), ['work: 95% back-pressured', 'left: 92% back-pressured']);
});

test('of two vertices after a back-pressured one, the busiest is the cause', () => {
  const vertices = [vertex('source'), vertex('a', ['source']), vertex('b', ['source'])];
  const loads = { source: [10, 0, 990], a: [300, 700, 0], b: [960, 40, 0] } as const;
  assert.equal(only({ vertices, loads }).vertex, 'b');
});

test('a busy vertex that does not follow a back-pressured one is not the cause', () => {
  const vertices = [
    vertex('source'),
    vertex('other source'),
    vertex('sink', ['source']),
    vertex('count', ['other source']),
  ];
  const loads = {
    source: [10, 0, 990],
    'other source': [400, 600, 0],
    sink: [900, 100, 0],
    count: [990, 10, 0],
  } as const;
  assert.equal(only({ vertices, loads }).vertex, 'sink');
});

test('a vertex that is not busy but holds the others up waits for something outside', () => {
  const loads = { source: [10, 0, 990], work: [10, 0, 990], sink: [50, 950, 0] } as const;
  assert.match(only({ vertices: chain, loads }).text, /^sink slows orders down, although it is not busy \(5% busy\)/);
});

test('a job whose vertices are busy but not back-pressured has no finding', () => {
  const loads = { source: [950, 50, 0], work: [700, 300, 0], sink: [900, 100, 0] } as const;
  assert.deepEqual(findingsOf(snapshotWith({ vertices: chain, loads })), []);
});

test('one busy subtask is skew, also while it holds the source up', () => {
  const loads = { source: [10, 40, 950], work: [520, 480, 0, 1000], sink: [0, 1000, 0] } as const;
  const finding = only({ vertices: chain, loads, subtasks: { work: [40, 1000] } });
  assert.equal(finding.rule, 'skew');
  assert.deepEqual([finding.vertex, finding.subtask], ['work', 2]);
  assert.equal(finding.reason, 'work 2/2 100% busy, others 4%');
});

/** The shares of the real cluster for `Trouble --parallelism 2 --block 500`: all subtasks get as few records. */
const blocked = {
  vertices: chain,
  loads: { source: [12, 2, 986], work: [502, 498, 0, 1000], sink: [0, 1000, 0] },
  subtasks: { work: [1000, 4] },
} as const;

test('a subtask that is busy with as many records as the others is blocked, and the next step profiles its threads', () => {
  const finding = only({ ...blocked, rates: { work: [2, 2.1] } });
  assert.equal(finding.rule, 'blocked-subtask');
  assert.deepEqual([finding.vertex, finding.subtask], ['work', 1]);
  assert.equal(
    finding.text,
    'One subtask of work holds orders up: work (1/2) needs 500 ms for a record, the others 1.9 ms',
  );
  assert.equal(finding.reason, 'work 1/2 500 ms per record, others 1.9 ms');
  assert.equal(finding.evidence[0], 'work (1/2): 100% busy, 2 records/s; others 0% busy, 2 records/s on average');
  assert.equal(finding.next[0]?.command, `threads ${jobId} work 1`);
});

test('a busy subtask without any record is blocked', () => {
  const finding = only({ ...blocked, rates: { work: [0, 2] } });
  assert.equal(finding.rule, 'blocked-subtask');
  assert.match(finding.text, /work \(1\/2\) is busy, but has processed no record in the last minute$/);
});

test('a subtask that is busy because it gets more records is skewed, not blocked', () => {
  const skewed = { ...blocked, subtasks: { work: [1000, 40] } };
  assert.equal(only({ ...skewed, rates: { work: [1312, 55] } }).rule, 'skew');
  // The real cluster for `Trouble --skew 90 --parallelism 2 --rate 50 --slow-work 10`: the busy time of the others is 0.
  const idle = {
    ...blocked,
    loads: { ...blocked.loads, work: [500, 500, 0, 1000] },
    subtasks: { work: [1000, 0] },
  } as const;
  assert.equal(only({ ...idle, rates: { work: [27, 1.1] } }).rule, 'skew');
  assert.equal(only({ ...idle, rates: { work: [2, 2] } }).rule, 'blocked-subtask');
  // Without records, nothing tells them apart.
  assert.equal(only(skewed).rule, 'skew');
  assert.equal(only({ ...blocked, rates: { work: [0, 0] } }).rule, 'skew');
});

test('a busy vertex with one subtask is back-pressure, whose steps include a profile of its threads', () => {
  const finding = only({ vertices: diamond, loads: slowBranch });
  assert.ok(finding.next.some(({ command }) => command === `threads ${jobId} left sink`));
});

test('two busy subtasks are no skew', () => {
  const loads = { source: [10, 40, 950], work: [900, 100, 0, 980], sink: [0, 1000, 0] } as const;
  assert.equal(only({ vertices: chain, loads }).rule, 'back-pressure');
});

test('a cause that is not measured is not assessed', () => {
  const { findings, notAssessed } = diagnosisOf(snapshotWith({ vertices: chain, loads: { source: [10, 0, 990] } }));
  assert.deepEqual(findings, []);
  assert.ok(notAssessed.some(({ what }) => what === 'the cause of back-pressure'));
});

test('without metrics, back-pressure is not assessed', () => {
  const reasons = (part: JobPart) =>
    diagnosisOf(snapshotWith(part)).notAssessed.flatMap(({ what, reason }) => (what === 'back-pressure' ? reason : []));
  assert.deepEqual(reasons({}), ['not measured yet']);
  assert.deepEqual(reasons({ vertices: chain }), ['Flink has no metrics of the tasks']);
  assert.deepEqual(reasons({ vertices: chain, lastModification: secondsAgo(3) }), ['the tasks started 3s ago']);
  assert.deepEqual(reasons({ vertices: chain, tasks: { total: 4, running: 3, deploying: 1 } }), []);
});

/** Returns the first finding if Flink's counters of the subtasks of work have these busy times in ms and records. */
function findingWithCounters(part: JobPart, counters: readonly (readonly [number, number])[]) {
  const snapshot = snapshotWith({ ...blocked, ...part });
  const value = counters.map(([busyMs, readRecords], index) => subtaskOf({ index, busyMs, readRecords }));
  const readings = new Map(snapshot.readings);
  readings.set(vertexSubtasks(jobId, 'work').key, { value, readAt: now, failure: undefined });
  return diagnose({ ...snapshot, readings }, undefined, now).findings[0];
}

test('in the first minute, the counters since the start are compared, because the rates are those of a minute', () => {
  // The real cluster, 20 s after the start: the records of the blocked subtask were 2/s, and the skewed one had no rate yet.
  const young = { lastModification: secondsAgo(20) };
  const rates = { work: [0.34, 0.34] };
  const counters = [
    [19_000, 38],
    [40, 40],
  ] as const;
  assert.match(
    findingWithCounters({ ...young, rates }, counters)?.text ?? '',
    /work \(1\/2\) needs 500 ms for a record, the others 1 ms$/,
  );
  const skewed = findingWithCounters({ ...young, rates: { work: [0, 1.5] } }, [
    [19_000, 1800],
    [400, 36],
  ]);
  assert.equal(skewed?.rule, 'skew');
  assert.equal(only({ ...blocked, ...young, rates: { work: [0, 1.5] } }).rule, 'skew');
});

test('if a full buffer of the blocked subtask stops the others, the counters since the start are compared', () => {
  // Flink's counters of `Trouble --parallelism 2 --block 500` after 86 minutes.
  const counters = { blocked: [5_166_514, 10_314], skewed: [5_166_514, 30_000_000] } as const;
  const ruleOf = (ofFirst: readonly [number, number], work: readonly (number | undefined)[] = [2, 0]) =>
    findingWithCounters({ rates: { work } }, [ofFirst, [7562, 62_195]]);
  assert.match(ruleOf(counters.blocked)?.text ?? '', /work \(1\/2\) needs 501 ms for a record, the others 0\.12 ms$/);
  assert.equal(ruleOf(counters.skewed)?.rule, 'skew');
  assert.match(ruleOf(counters.blocked, [undefined, 0])?.evidence[0] ?? '', /100% busy, rate unknown; others 0% busy/);
});

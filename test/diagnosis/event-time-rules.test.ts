import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnosis } from '../../src/diagnosis/diagnose.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { isGrowing } from '../../src/diagnosis/rules/growing-lag.ts';
import { subtaskValuesKey } from '../../src/session/event-time/event-time-readings.ts';
import { growthOf } from '../../src/session/event-time/growth.ts';
import { historyOf, type Samples, sampledAt, secondsBefore } from '../session/event-time/event-time-fixtures.ts';
import { vertexOf } from '../support/job-vertex.ts';
import { jobId, snapshotWith } from './evidence-of.ts';

const source = vertexOf('source', [], { name: 'Source: numbers -> Timestamps/Watermarks' });
const sink = vertexOf('sink', ['source'], { name: 'window -> Sink: out' });
const rules = ['stuck-watermark', 'idle-source', 'growing-lag'];
const now3 = secondsBefore(3);
const silent = { min: 0, max: 50, sum: 50 };
const healthy = { source: { out: [now3, secondsBefore(1)] }, sink: { in: [now3, now3], out: [now3, now3] } } as const;

/** Judges a job whose samples are ten seconds apart. The vertices run for a minute longer than the samples say. */
function judge(
  samples: readonly Samples[],
  { runningAt = secondsBefore(3600), subtasks = {} as { readonly [id: string]: number } } = {},
) {
  const values = new Map(Object.entries(subtasks).map(([id, value]) => [id, { state: 'measured', value } as const]));
  const load = { source: [500, 500, 0], sink: [100, 900, 0] } as const;
  const base = snapshotWith({
    vertices: [source, sink],
    loads: load,
    checkpointConfig: { intervalMs: 10_000, timeoutMs: 60_000 },
    checkpoints: {},
    lastModification: secondsBefore(3600),
    tasks: { total: 4, running: 4 },
  });
  const readings = new Map(base.readings);
  if (values.size > 0)
    readings.set(subtaskValuesKey(jobId, 'source'), {
      value: { at: sampledAt, value: values },
      readAt: sampledAt,
      failure: undefined,
    });
  const snapshot = { ...base, readings, eventTimes: new Map([[jobId, historyOf(samples, runningAt)]]) };
  return ofRules(diagnose(snapshot, [], sampledAt));
}

const ofRules = ({ findings, risks, notAssessed }: Diagnosis) => ({
  findings: [...findings, ...risks].filter(({ rule }) => rules.includes(rule)),
  notAssessed: notAssessed.filter(({ rule }) => rules.includes(rule)).map(({ what }) => what),
});

const names = (samples: readonly Samples[], options?: Parameters<typeof judge>[1]) =>
  judge(samples, options).findings.map(({ rule, severity }) => `${rule} ${severity}`);

const stuck = (seconds: number) => ({ in: [secondsBefore(seconds), secondsBefore(seconds)] }) as const;
const times = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value);

test('a healthy job has none of the findings', () => {
  const moving = Array.from({ length: 20 }, (_, index) => {
    const at = secondsBefore(3 + (19 - index) * 10);
    return { source: { out: [at, at + 2000], pendingRecords: (index % 4) * 500 }, sink: { in: [at, at] } } as const;
  });
  assert.deepEqual(judge(moving), { findings: [], notAssessed: [] });
});

test('a silent subtask without a watermark is the reason why the job has none, and it is one finding', () => {
  const none = { in: ['none', 'none'], out: ['none', 'none'] } as const;
  const samples = [{ source: { out: ['none', now3], rate: silent }, sink: none }] as const;
  const subtasks = {
    '0.Timestamps/Watermarks.currentOutputWatermark': now3,
    '0.numRecordsOutPerSecond': 50,
    '1.Timestamps/Watermarks.currentOutputWatermark': -(2 ** 63),
    '1.numRecordsOutPerSecond': 0,
  };
  const { findings } = judge(samples, { subtasks });
  assert.deepEqual(
    findings.map(({ rule }) => rule),
    ['stuck-watermark'],
  );
  const [{ severity, text, since, vertex, subtask, health, reason, evidence, next } = assert.fail()] = findings;
  assert.equal(text, 'orders has no watermark: subtask 2/2 of Source: numbers emits nothing');
  assert.deepEqual([severity, since, vertex, subtask], ['critical', secondsBefore(3600), source.name, 2]);
  assert.equal(`${health} ${reason}`, 'watermark stuck by subtask 2/2 of Source: numbers');
  assert.ok(evidence.includes('held back in Timestamps/Watermarks'), `${evidence}`);
  assert.equal(next[0]?.command, `event-time ${jobId} source`);
  assert.match(next.at(-1)?.text ?? '', /withIdleness/);
});

test('in the first minute of a job, and before any subtask has a watermark, nothing is stuck', () => {
  const none = { in: ['none', 'none'] } as const;
  const waiting = [{ source: { out: ['none', now3], rate: silent }, sink: none }] as const;
  assert.deepEqual(names(waiting, { runningAt: secondsBefore(50) }), []);
  assert.deepEqual(names([{ source: { out: ['none', 'none'] }, sink: none }]), []);
});

test('a watermark that stands still for a minute while a subtask is behind is stuck, and one that waits for records is not', () => {
  const late = { source: { out: [secondsBefore(100), now3], rate: silent }, sink: stuck(100) } as const;
  const [finding] = judge(times(8, late)).findings;
  assert.equal(
    finding?.text,
    'The watermark of orders stands still for 1m10s: a subtask of Source: numbers emits nothing',
  );
  const quiet = { rate: { min: 0, max: 0, sum: 0 }, idleMs: { min: 100_000, max: 100_000 } };
  assert.deepEqual(names(times(8, { ...late, source: { ...late.source, ...quiet } })), []);
});

test('without a history, a silent subtask that is more than a minute behind is enough', () => {
  const late = { source: { out: [secondsBefore(100), now3], rate: silent }, sink: stuck(100) } as const;
  const [finding] = judge([late]).findings;
  assert.deepEqual([finding?.rule, finding?.since], ['stuck-watermark', undefined]);
  const emitting = { ...late, source: { out: late.source.out } };
  assert.deepEqual(names([emitting]), []);
});

test('if no subtask is behind, coarse timestamps may explain a watermark that stands still for two minutes', () => {
  const all = { source: { out: [secondsBefore(190), secondsBefore(190)] }, sink: stuck(190) } as const;
  assert.deepEqual(names(times(13, all)), []);
  const [finding] = judge(times(20, all)).findings;
  assert.equal(finding?.text, 'The watermark of orders stands still for 3m10s');
  assert.match(finding?.next[1]?.text ?? '', /far in the future/);
});

test('finished sources and jobs without event time are never stuck', () => {
  const ended = { source: { out: ['ended', 'ended'] }, sink: { in: ['ended', 'ended'] } } as const;
  assert.deepEqual(names(times(20, ended)), []);
  const unused = { source: { out: ['none', 'none'] }, sink: { in: ['none', 'none'] } } as const;
  assert.deepEqual(names(times(20, unused)), []);
});

test('a subtask without records is a risk if the watermark passes it, and a hanging one is a warning', () => {
  const idle = { ...healthy, source: { out: ['none', now3], rate: silent, idleMs: { min: 0, max: 400_000 } } } as const;
  assert.deepEqual(names([idle]), ['idle-source risk']);
  const hanging = { ...idle, source: { ...idle.source, idleMs: { min: 0, max: 0 } } } as const;
  const [finding] = judge([hanging]).findings;
  assert.deepEqual([finding?.rule, finding?.severity], ['idle-source', 'warning']);
  assert.equal(
    finding?.text,
    'A subtask of Source: numbers of orders emits nothing although it may have records, the others emit',
  );
  assert.deepEqual(names([idle], { runningAt: secondsBefore(60) }), []);
});

test('pending records that grow for more than two minutes are growing lag', () => {
  const lag = (count: number, pendingAt: (index: number) => number) =>
    judge(
      Array.from({ length: count }, (_, index) => ({
        ...healthy,
        source: { ...healthy.source, pendingRecords: pendingAt(index) },
      })),
    );
  const [finding] = lag(14, (index) => 2000 + index * 5000).findings;
  assert.equal(finding?.rule, 'growing-lag');
  assert.equal(
    finding?.text,
    'orders falls behind: Source: numbers has 67.0k pending records, 500/s more, so it never catches up at this rate',
  );
  assert.deepEqual(finding?.evidence[0], '2000 to 67.0k pending records in 2m10s');
  const short = lag(11, (index) => index * 5000);
  assert.deepEqual([short.findings, short.notAssessed], [[], ['the lag of the sources']], 'for less than two minutes');
  assert.deepEqual(lag(14, (index) => 70_000 - index * 5000).findings, [], 'shrinking');
});

test('a ripple, a jump in the past and a growth that is small for the backlog do not count', () => {
  const grows = (values: readonly number[]) => {
    const points = values.map((value, index) => ({ at: index * 10_000, value }));
    return isGrowing({ growth: growthOf(points), points });
  };
  const series = (valueAt: (index: number) => number) => Array.from({ length: 30 }, (_, index) => valueAt(index));
  assert.equal(grows(series((index) => 500 + (index % 5) * 400)), false);
  assert.equal(grows(series((index) => (index < 5 ? 0 : 9000))), false);
  assert.equal(grows(series((index) => 5_000_000 + index * 100)), false);
  assert.equal(grows(series((index) => index * 3)), false);
  assert.equal(grows(series((index) => index * 4800 + (index % 3) * 700)), true);
});

test('one reading of a large backlog does not show whether it grows', () => {
  const backlog = (pendingRecords: number) => [{ ...healthy, source: { ...healthy.source, pendingRecords } }];
  assert.deepEqual(judge(backlog(500_000)).notAssessed, ['the lag of the sources']);
  assert.deepEqual(judge(backlog(400)).notAssessed, []);
});

test('a silent subtask that holds the watermark back is not an idle source, not even before the watermark is stuck', () => {
  const late = { source: { out: [secondsBefore(40), now3], rate: silent }, sink: stuck(40) } as const;
  assert.deepEqual(names(times(3, late)), []);
  assert.deepEqual(names(times(8, late)), ['stuck-watermark critical']);
});

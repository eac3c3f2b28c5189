import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlinkError } from '../../../../src/flink/error.ts';
import type { JobFailure, MetricValue } from '../../../../src/flink/responses.ts';
import { failureChanges } from '../../../../src/session/journal/changes/failure-changes.ts';
import { entriesBetween } from '../../../../src/session/journal/entries-between.ts';
import type { FailureEntry, JournalEntry, RestartCountEntry } from '../../../../src/session/journal/entry.ts';
import { identityOf } from '../../../../src/session/journal/entry-identity.ts';
import { createReplay } from '../../../../src/session/journal/journal-state.ts';
import { jobFailures, numRestarts } from '../../../../src/session/readings/flink-readings.ts';
import type { SessionSnapshot } from '../../../../src/session/snapshot.ts';
import { sessionSnapshot } from '../../../support/session.ts';
import { found, jobRow, now, ofOrders, read, readingsOf, unread } from './change-fixtures.ts';

const secondMs = 1000;
const cause = { exception: 'IOException', message: 'disk full', task: 'map (1/1)', pod: undefined };
const startTime = now - 3000 * secondMs;
/** The restart with this ordinal, one each second, the 3000th is now. */
const at = (ordinal: number) => startTime + ordinal * secondMs;
const measured = (value: number): MetricValue => ({ state: 'measured', value });

/** Flink lists the failures from `first` to `last`. */
function listed(first: number, last: number): readonly JobFailure[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    at: at(first + index),
    ...cause,
    concurrent: [],
    isFinal: false,
  }));
}

type Responses = {
  readonly failures: readonly JobFailure[];
  readonly restarts?: MetricValue | FlinkError;
  readonly restartsReadAt?: number;
};

function snapshotOf({ failures, restarts, restartsReadAt = now }: Responses): Partial<SessionSnapshot> {
  const metric =
    restarts instanceof FlinkError
      ? [unread(numRestarts('a1'), restarts)]
      : restarts === undefined
        ? []
        : [read(numRestarts('a1'), restarts, restartsReadAt)];
  return {
    jobs: [jobRow({ startTime })],
    readings: readingsOf(read(jobFailures('a1'), failures), ...metric),
  };
}

const failureEntry = (ordinal: number, restart: number | undefined = ordinal): FailureEntry => {
  const { exception, message, task } = cause;
  return {
    kind: 'failure',
    at: at(ordinal),
    ...ofOrders,
    exception,
    message,
    task,
    ...(restart !== undefined && { restart }),
  };
};

/** `284 from 0 to 284.999`, `285 (285)`: times in seconds after the start. */
function texts(entries: readonly JournalEntry[]): readonly string[] {
  const seconds = (time: number) => (time - startTime) / secondMs;
  return entries.map((entry) => {
    if (entry.kind === 'restarts') return `${entry.count} from ${seconds(entry.from)} to ${seconds(entry.at)}`;
    return entry.kind === 'failure' ? `${seconds(entry.at)} (${entry.restart})` : entry.kind;
  });
}

/** Returns the count, and the first and last failure. */
function summary(entries: readonly JournalEntry[]): readonly string[] {
  const all = texts(entries);
  const failures = all.filter((text) => text.endsWith(')'));
  return [...all.filter((text) => !text.endsWith(')')), ...new Set([failures[0], failures.at(-1)])].map(String);
}

const find = (responses: Responses, known: readonly JournalEntry[] = []) =>
  summary(found(failureChanges, { known, snapshot: snapshotOf(responses) }));

test('a job that restarted 300 times: the restarts that Flink does not list are counted', () => {
  assert.deepEqual(find({ failures: listed(285, 300), restarts: measured(300) }), [
    '284 from 0 to 284.999',
    '285 (285)',
    '300 (300)',
  ]);
});

test('the failures wait until the number of restarts is read, and longer than their own response', () => {
  const failures = listed(285, 300);
  assert.deepEqual(found(failureChanges, { snapshot: snapshotOf({ failures }) }), []);
  const old = snapshotOf({ failures, restarts: measured(300), restartsReadAt: now - 1 });
  assert.deepEqual(found(failureChanges, { snapshot: old }), []);
});

test('only the restarts since the newest known failure are counted', () => {
  const known = [failureEntry(99), failureEntry(100)];
  assert.deepEqual(find({ failures: listed(131, 146), restarts: measured(146) }, known), [
    '30 from 100 to 130.999',
    '131 (131)',
    '146 (146)',
  ]);
});

test('also if the journal has the newest failure before an older one', () => {
  assert.deepEqual(
    find({ failures: listed(131, 146), restarts: measured(146) }, [failureEntry(100), failureEntry(90)]),
    ['30 from 100 to 130.999', '131 (131)', '146 (146)'],
  );
});

test('also if the journal no longer has the first restarts', () => {
  assert.deepEqual(find({ failures: listed(2131, 2146), restarts: measured(2146) }, [failureEntry(2100)]), [
    '30 from 2100 to 2130.999',
    '2131 (2131)',
    '2146 (2146)',
  ]);
});

test('nothing is counted or waits if a listed failure is known, or if Flink lists fewer failures than it keeps', () => {
  assert.deepEqual(find({ failures: listed(85, 100) }, [failureEntry(85)]), ['86 (86)', '100 (100)']);
  assert.deepEqual(find({ failures: listed(1, 15) }), ['1 (1)', '15 (15)']);
});

test('nothing is counted if all restarts are listed', () => {
  assert.deepEqual(find({ failures: listed(1, 16), restarts: measured(16) }), ['1 (1)', '16 (16)']);
  assert.deepEqual(find({ failures: listed(1, 16), restarts: measured(14) }), ['1 (1)', '16 (16)'], 'an old number');
});

test('web.exception-history-size is the number of failures that Flink keeps, and 20 are requested', () => {
  const waits = (size: string, failures: readonly JobFailure[]) =>
    found(failureChanges, {
      snapshot: { ...snapshotOf({ failures }), configuration: new Map([['web.exception-history-size', size]]) },
    }).length === 0;
  assert.equal(waits('4', listed(97, 100)), true);
  assert.equal(waits('4', listed(98, 100)), false);
  assert.equal(waits('100', listed(82, 100)), false);
  assert.equal(waits('100', listed(81, 100)), true);
  assert.equal(waits('many', listed(85, 100)), false);
});

test('without the number, the count is unknown, and so are later ordinals and counts', () => {
  const failures = listed(285, 300);
  const unknown = ['undefined from 0 to 284.999', '285 (undefined)', '300 (undefined)'];
  assert.deepEqual(find({ failures, restarts: { state: 'absent' } }), unknown);
  assert.deepEqual(find({ failures, restarts: { state: 'not-a-number' } }), unknown);
  assert.deepEqual(find({ failures, restarts: new FlinkError('not-found', 'job not found') }), unknown);
  const known = [failureEntry(300, undefined)].map(({ restart: _, ...entry }) => entry);
  assert.deepEqual(find({ failures: listed(385, 400), restarts: measured(400) }, known), [
    'undefined from 300 to 384.999',
    '385 (undefined)',
    '400 (undefined)',
  ]);
});

test('a new JobMaster counts from 0, and the restarts before it are not in the gap', () => {
  const restarted = startTime + 500 * secondMs;
  const snapshot = {
    ...snapshotOf({ failures: listed(525, 540), restarts: measured(40) }),
    jobs: [jobRow({ startTime: restarted })],
  };
  assert.deepEqual(summary(found(failureChanges, { known: [failureEntry(499)], snapshot })), [
    '24 from 500 to 524.999',
    '525 (25)',
    '540 (40)',
  ]);
});

test('the failure that ended the job is no restart', () => {
  const [last, ...others] = listed(285, 300).toReversed();
  assert.ok(last !== undefined);
  const failures = [...others.toReversed(), { ...last, isFinal: true }];
  assert.deepEqual(find({ failures, restarts: measured(299) }), [
    '284 from 0 to 284.999',
    '285 (285)',
    '300 (undefined)',
  ]);
});

test('the response with the number is enough to find the restarts', () => {
  const before = sessionSnapshot(snapshotOf({ failures: listed(285, 300) }));
  const number = read(numRestarts('a1'), measured(300));
  const next = { ...before, readings: new Map([...before.readings, number]) };
  const clock = { now, serverAheadMs: 0, flinkAheadMs: 0, watchingSince: now };
  assert.deepEqual(summary(entriesBetween(createReplay().state, before, next, clock)), [
    '284 from 0 to 284.999',
    '285 (285)',
    '300 (300)',
  ]);
});

test('two processes that read the failures at different times, by different clocks, find the same gap', () => {
  const gapOf = (first: number, flinkAheadMs: number) => {
    const snapshot = snapshotOf({ failures: listed(first, first + 15), restarts: measured(first + 15) });
    const [gap] = found(failureChanges, { known: [failureEntry(100)], snapshot, clock: { flinkAheadMs } });
    assert.equal(gap?.kind, 'restarts');
    return gap as RestartCountEntry;
  };
  const [first, second, later] = [gapOf(200, 0), gapOf(203, 0), gapOf(200, 2500)];
  assert.notEqual(first.at, second.at);
  assert.deepEqual([later.from, later.flinkAt], [at(100) - 2500, at(200) - 1]);
  assert.deepEqual([identityOf(second), identityOf(later)], [identityOf(first), identityOf(first)]);
  assert.notEqual(identityOf({ ...first, from: first.from + 1 }), identityOf(first));
});

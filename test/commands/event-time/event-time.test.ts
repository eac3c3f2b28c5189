import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSession } from '../session-under-test.ts';

type Watermark = { readonly state: 'none' | 'time' | 'ended'; readonly at: string | null } | null;
type Data = {
  readonly usesEventTime: boolean;
  readonly verdict: { readonly kind: string; readonly text: string };
  readonly at: string;
  readonly watermark: Watermark;
  readonly lagMs: number | null;
  readonly heldBackBy: {
    readonly vertex: { readonly name: string };
    readonly subtask: number | null;
    readonly pod: string | null;
    readonly operator: string | null;
    readonly emitsNothing: boolean | null;
  } | null;
  readonly vertices: readonly {
    readonly id: string;
    readonly watermark: Watermark;
    readonly pendingRecords: number | null;
    readonly growthPerSecond: number | null;
    readonly growthUnknown: string | null;
    readonly catchUp: string | null;
  }[];
  readonly subtasks:
    | readonly { readonly subtask: number; readonly output: Watermark; readonly lagMs: number | null }[]
    | null;
};

test('the silent subtask that holds the watermark back is named, with its operator and pod', () =>
  withSession({ jobs: 'sick' }, async ({ run }) => {
    const { text, data, names } = await run('event-time "Sensor alerts" 1');
    const { usesEventTime, verdict, watermark, lagMs, heldBackBy, vertices, subtasks } = data as Data;
    assert.deepEqual([usesEventTime, watermark, lagMs], [true, { state: 'none', at: null }, null]);
    assert.match(verdict.text, /^No watermark .*: subtask 2\/2 of Source: sensors emits nothing$/);
    assert.deepEqual(
      [heldBackBy?.subtask, heldBackBy?.operator, heldBackBy?.emitsNothing],
      [2, 'Timestamps/Watermarks', true],
    );
    assert.match(heldBackBy?.pod ?? '', /-taskmanager-\d+-\d+$/);
    assert.deepEqual(
      vertices.map(({ pendingRecords, growthUnknown }) => [pendingRecords, growthUnknown]),
      [
        [null, 'no pending records are reported'],
        [null, 'no pending records are reported'],
      ],
    );
    assert.deepEqual(
      names,
      vertices.map(({ id }) => id),
    );
    assert.deepEqual(
      subtasks?.map(({ output }) => output?.state),
      ['time', 'none'],
    );
    assert.ok(Math.abs((subtasks?.[0]?.lagMs ?? 0) - 3000) < 500, `${subtasks?.[0]?.lagMs} ms`);
    assert.match(text, /^VERTEX +WATERMARK +LAG +SPREAD +PENDING +GROWTH +CATCH-UP +HELD BACK BY$/m);
    assert.match(text, /^Source: sensors .* none +- +some have none +- +- +- +subtask 2\/2 of Source: sensors$/m);
    assert.match(text, /^Pending records: n\/a, the connector does not report them$/m);
    assert.match(text, /^2 +- +none +- +0\/s +- +0s +my-first-flink-cluster-taskmanager-\d+-\d+$/m);
  }));

test('one reading has pending records without growth, and the lag of the watermark is exact', () =>
  withSession({ jobs: 'sick' }, async ({ run }) => {
    const { text, data } = await run('event-time "Shipment tracking"');
    const { vertices, lagMs, verdict, subtasks } = data as Data;
    const [source, sink] = vertices;
    assert.ok((source?.pendingRecords ?? 0) > 1000, `${source?.pendingRecords} pending`);
    assert.deepEqual(
      [source?.growthPerSecond, source?.growthUnknown, source?.catchUp],
      [null, 'one reading, see --watch-for', null],
    );
    assert.equal(sink?.pendingRecords, null);
    assert.deepEqual([verdict.kind, subtasks], ['moving', null]);
    assert.ok(Math.abs((lagMs ?? 0) - 3000) < 500, `${lagMs} ms`);
    assert.match(text, /^Watermark 3\.\d s behind$/m);
  }));

test('a job without event time and one that has ended say so', () =>
  withSession({ jobs: 'none' }, async ({ runningJob, run, expectError }) => {
    const id = await runningJob('orders');
    const { text, data } = await run('event-time orders');
    assert.deepEqual([(data as Data).usesEventTime, (data as Data).watermark], [false, { state: 'none', at: null }]);
    assert.match(text, /^This job does not use event time: no operator has a watermark$/m);
    const unknown = await expectError('event-time orders nosuch');
    assert.equal(unknown.exitCode, 3);
    await run(`cancel ${id} --yes`);
    const ended = await expectError('event-time orders');
    assert.equal(ended.message, 'orders is canceled');
  }));

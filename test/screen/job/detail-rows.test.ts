import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { newJobPage } from '../../../src/screen/job/job-page.ts';
import { detailRows } from '../../../src/screen/job/overview/detail-rows.ts';
import {
  busiestSubtask,
  checkpoints,
  jobDetail,
  latestException,
} from '../../../src/session/readings/flink-readings.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const now = Date.parse('2026-11-24T03:43:13Z');

for (const [startTime, expected] of [
  ['2026-11-24T03:36:13Z', ' Started     03:36:13 (7m ago)'],
  ['2026-11-23T23:36:13Z', ' Started     2026-11-23 23:36:13 (4h7m ago)'],
] as const) {
  test(`shows the start time of a job: ${expected}`, () => {
    const value = { ...jobOverview({ name: 'orders', startTime: Date.parse(startTime) }), vertices: [] };
    const readings = new Map([[jobDetail('a').key, { value, readAt: 0, failure: undefined }]]);
    const state = {
      ...screenInMemory().store.getState(),
      snapshot: sessionSnapshot({ readings }),
      now,
      serverNow: now,
    };
    const rows = detailRows(state, newJobPage('a'), 78).map(stripVTControlCharacters);
    assert.deepEqual(
      rows.filter((row) => row.startsWith(' Started')).map((row) => row.trimEnd()),
      [expected],
    );
  });
}

test('aligns the facts, the checkpoints and the load of a job', () => {
  const at = (clock: string) => Date.parse(`2026-11-24T${clock}Z`);
  const vertex = { parallelism: 2, status: 'RUNNING', tasks: { running: 2 } };
  const names = ['Source: orders', 'enrich -> deduplicate', 'Sink: warehouse: Writer -> Sink: warehouse: Committer'];
  const vertices = names.map((name, index) => ({ ...vertex, id: `v${index}`, name }));
  const checkpoint = { triggeredAt: 0, isSavepoint: false, path: 'file:/storage/checkpoints/orders/chk-9' };
  const values = [
    [jobDetail('a'), { ...jobOverview({ name: 'orders', startTime: at('03:36:13') }), vertices }],
    [latestException('a'), { at: at('03:40:00'), message: 'Read timed out' }],
    [
      checkpoints('a'),
      {
        enabled: true,
        completed: 9,
        failed: 1,
        inProgress: 0,
        restored: 2,
        latestCompleted: { ...checkpoint, id: 10, completedAt: at('03:43:10'), durationMs: 97, stateSize: 6_700_000 },
        latestSavepoint: { ...checkpoint, id: 9, completedAt: at('03:37:00'), durationMs: 64_000, stateSize: 512 },
        latestFailed: { id: 8, failedAt: at('03:36:40'), message: 'expired before completing' },
        history: [],
      },
    ],
    [busiestSubtask('a', 'v0'), { state: 'measured', value: 850 }],
    [busiestSubtask('a', 'v1'), { state: 'measured', value: 1000 }],
    [busiestSubtask('a', 'v2'), { state: 'not-a-number' }],
  ] as const;
  const readings = new Map(values.map(([{ key }, value]) => [key, { value, readAt: 0, failure: undefined }]));
  const state = { ...screenInMemory().store.getState(), snapshot: sessionSnapshot({ readings }), now, serverNow: now };
  const rows = (width: number) =>
    detailRows(state, newJobPage('a'), width).map((row) => stripVTControlCharacters(row).trimEnd());
  assert.deepEqual(rows(78), [
    ' State       RUNNING',
    ' Started     03:36:13 (7m ago)',
    ' ID          a',
    '',
    ` Last failure  03:40:00 (3m ago) ${'─'.repeat(44)}`,
    '   Read timed out',
    '',
    ` Checkpoints  9 completed  1 failed  0 in progress  2 restored ${'─'.repeat(14)}`,
    '   Completed   #10  03:43:10 (3s ago)  6.4 MiB  97 ms',
    '     file:/storage/checkpoints/orders/chk-9',
    '   Savepoint    #9  03:37:00 (6m ago)    512 B   1m4s',
    '     file:/storage/checkpoints/orders/chk-9',
    '   Failed       #8  03:36:40 (6m ago)',
    '     expired before completing',
    '',
    ` Vertices  3 ${'─'.repeat(64)}`,
    '   NAME                                    STATUS       BUSY        TASKS',
    '   Source: orders                          RUNNING      ▓▓▓▓░  85%  2 running',
    '   enrich -> deduplicate                   RUNNING      ▓▓▓▓▓ 100%  2 running',
    '   Sink: warehouse: Writer -> Sink: wareh… RUNNING               -  2 running',
  ]);
  assert.deepEqual(rows(118).slice(8, 11), [
    '   Completed   #10  03:43:10 (3s ago)  6.4 MiB  97 ms  file:/storage/checkpoints/orders/chk-9',
    '   Savepoint    #9  03:37:00 (6m ago)    512 B   1m4s  file:/storage/checkpoints/orders/chk-9',
    '   Failed       #8  03:36:40 (6m ago)                  expired before completing',
  ]);
  assert.deepEqual(rows(118).slice(-2), [
    '   enrich -> deduplicate                                           2  RUNNING      ▓▓▓▓▓▓▓▓▓▓ 100%  2 running',
    '   Sink: warehouse: Writer -> Sink: warehouse: Committer           2  RUNNING                    -  2 running',
  ]);
});

test('the reason of a failed checkpoint is one row without control characters', () => {
  const value = {
    ...{ enabled: true, completed: 0, failed: 1, inProgress: 0, restored: 0 },
    ...{ latestCompleted: undefined, latestSavepoint: undefined },
    latestFailed: { id: 8, failedAt: now, message: 'declined:\n\tfull \x1b[8mdisk' },
  };
  const readings = new Map([[checkpoints('a').key, { value, readAt: 0, failure: undefined }]]);
  const state = { ...screenInMemory().store.getState(), snapshot: sessionSnapshot({ readings }), now, serverNow: now };
  const rows = detailRows(state, newJobPage('a'), 118).map(stripVTControlCharacters);
  assert.deepEqual(
    rows.filter((row) => row.includes('Failed')).map((row) => row.trim().replaceAll(/ +/g, ' ')),
    ['Failed #8 03:43:13 (0s ago) declined: full ␛[8mdisk'],
  );
});

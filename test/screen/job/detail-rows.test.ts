import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { detailRows } from '../../../src/screen/job/detail-rows.ts';
import { jobDetail } from '../../../src/session/readings/flink-readings.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const now = Date.parse('2026-11-24T03:43:13Z');

for (const [startTime, expected] of [
  ['2026-11-24T03:36:13Z', 'started       03:36:13Z (7m ago)'],
  ['2026-11-23T23:36:13Z', 'started       2026-11-23 23:36:13Z (4h7m ago)'],
] as const) {
  test(`shows the start time of a job: ${expected}`, () => {
    const value = { ...jobOverview({ name: 'orders', startTime: Date.parse(startTime) }), vertices: [] };
    const readings = new Map([[jobDetail('a').key, { value, readAt: 0, failure: undefined }]]);
    const state = { ...screenInMemory().store.getState(), snapshot: sessionSnapshot({ readings }), now };
    const rows = detailRows(state, { jobId: 'a', top: 0 }, 78).map(stripVTControlCharacters);
    assert.deepEqual(
      rows.filter((row) => row.startsWith('started')).map((row) => row.trimEnd()),
      [expected],
    );
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { newJobPage } from '../../../src/screen/job/job-page.ts';
import { vertexRows } from '../../../src/screen/job/overview/vertex-rows.ts';
import { jobDetail } from '../../../src/session/readings/flink-readings.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

test('aligns all columns beside the longest vertex name', () => {
  const page = newJobPage('a');
  const vertex = { parallelism: 1, status: 'RUNNING' };
  const vertices = [
    { ...vertex, id: 'source', name: 'Source: a name of 33 columns long', tasks: { running: 1 } },
    { ...vertex, id: 'sink', name: 'Sink', tasks: { running: 1 } },
  ];
  const value = { ...jobOverview({ name: 'orders' }), vertices };
  const readings = new Map([[jobDetail('a').key, { value, readAt: 0, failure: undefined }]]);
  const state = { ...screenInMemory().store.getState(), snapshot: sessionSnapshot({ readings }) };
  assert.deepEqual(vertexRows(state, page, 78).map(stripVTControlCharacters), [
    '',
    `Vertices  2 ${'─'.repeat(66)}`,
    '  NAME                              STATUS       BUSY        TASKS    ',
    '  Source: a name of 33 columns long RUNNING      measuring   1 running',
    '  Sink                              RUNNING      measuring   1 running',
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobOverview } from '../../../src/flink/responses.ts';
import { views } from '../../../src/screen/all-views.ts';
import { newJobPage } from '../../../src/screen/job/job-page.ts';
import { neededReadings } from '../../../src/screen/state/needed-readings.ts';
import type { ScreenState } from '../../../src/screen/state/screen-state.ts';
import { jobDetail, jobs } from '../../../src/session/readings/flink-readings.ts';
import { measureLoad } from '../../../src/session/readings/job-load.ts';
import type { Readings } from '../../../src/session/readings/reading.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const id = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const job = (name: string, overrides: Partial<JobOverview> = {}) => jobOverview({ name, id: name, ...overrides });

function keys(overrides: Partial<ScreenState>): readonly string[] {
  const state = screenInMemory({}, { columns: 160, rows: 50 }).store.getState();
  return neededReadings(views, { ...state, snapshot: sessionSnapshot(), ...overrides }).map(({ key }) => key);
}

test('a visible pods pane needs TaskManagers, and a visible jobs pane needs jobs and the vertices of its unfinished jobs', () => {
  const ofJob = [`job-detail/${id}`, `checkpoints/${id}`];
  assert.deepEqual(keys({}), ['task-managers', 'jobs', ...ofJob]);
  assert.deepEqual(keys({ isZoomed: true, focus: 'jobs' }), ['jobs', ...ofJob]);
  assert.deepEqual(keys({ isZoomed: true, focus: 'logs' }), []);
});

test('a job page needs the job and its checkpoints, and metrics of at most five of 200 vertices', () => {
  const vertices = Array.from({ length: 200 }, (_, index) => ({
    id: `v${index}`,
    name: `vertex ${index}`,
    parallelism: 1,
    status: 'RUNNING',
    tasks: {},
    inputs: [],
    counters: undefined,
  }));
  const detail = { ...jobOverview({ name: 'Wide' }), vertices };
  const readings: Readings = new Map([[jobDetail(id).key, { value: detail, readAt: 1, failure: undefined }]]);
  const page = { id: 'job', jobId: id, below: undefined, viewState: newJobPage(id) };
  const snapshot = sessionSnapshot({ readings, loads: new Map([[id, measureLoad(undefined, detail, 1)]]) });
  assert.deepEqual(keys({ page, snapshot }), [
    'jobs',
    `job-detail/${id}`,
    `checkpoints/${id}`,
    `checkpoint-config/${id}`,
    // Those of three sources and of two ends, for the event time.
    ...['v0', 'v1', 'v2', 'v198', 'v199'].map((vertex) => `metric-ids/subtasks/${id}/${vertex}`),
  ]);
});

test('reads the state of each visible job while the job list fails', () => {
  const late = new DOMException('no response in time', 'TimeoutError');
  const many = Array.from({ length: 100 }, (_, index) => job(`job${index}`));
  const known = [job('ended', { state: 'FINISHED', endTime: 5 }), ...many];
  const readings: Readings = new Map([[jobs.key, { value: known, readAt: 1, failure: late }]]);
  const states = (overrides: Partial<ScreenState>) => keys(overrides).filter((key) => key.startsWith('job-state/'));
  const snapshot = sessionSnapshot({ jobs: known, readings });
  const requested = states({ snapshot });
  assert.equal(requested[0], 'job-state/job0');
  assert.ok(requested.length > 3 && requested.length < 40, String(requested.length));
  assert.deepEqual(states({ snapshot: sessionSnapshot({ jobs: known }) }), []);
  assert.deepEqual(states({ snapshot, isZoomed: true, focus: 'logs' }), []);
});

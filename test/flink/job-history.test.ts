import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobHistory } from '../../src/flink/responses.ts';
import { withFlink } from './flink-server.ts';

const never = {
  INITIALIZING: 0,
  CREATED: 0,
  RUNNING: 0,
  FAILING: 0,
  FAILED: 0,
  CANCELLING: 0,
  CANCELED: 0,
  FINISHED: 0,
  RESTARTING: 0,
  SUSPENDED: 0,
  RECONCILING: 0,
};
const vertex = { id: 'cbc3', name: 'Source', parallelism: 2 };

async function historyOf(state: string, timestamps: { readonly [state: string]: number }): Promise<JobHistory> {
  const vertices = [{ ...vertex, maxParallelism: 128, status: 'RUNNING', tasks: { RUNNING: 2 } }];
  const job = { jid: 'j', name: 'Trouble', state, now: 900, timestamps: { ...never, ...timestamps }, vertices };
  const found = Promise.withResolvers<JobHistory>();
  await withFlink({ 'GET /jobs/j': [200, job] }, async (rest) => found.resolve(await rest.jobHistory('j')));
  return found.promise;
}

const statesOf = async (state: string, timestamps: { readonly [state: string]: number }) =>
  (await historyOf(state, timestamps)).states.map((entry) => `${entry.state} ${entry.at}`);

test("reads Flink's clock, the vertices and the states that the job has had, oldest first", async () => {
  const times = { RUNNING: 400, RESTARTING: 300, FAILED: 510, FAILING: 500, INITIALIZING: 100, CREATED: 110 };
  assert.deepEqual(await historyOf('FAILED', times), {
    now: 900,
    state: 'FAILED',
    states: [
      { state: 'INITIALIZING', at: 100 },
      { state: 'CREATED', at: 110 },
      { state: 'RESTARTING', at: 300 },
      { state: 'RUNNING', at: 400 },
      { state: 'FAILING', at: 500 },
      { state: 'FAILED', at: 510 },
    ],
    vertices: [vertex],
  });
});

test('sorts equal times in the order of the states, with the current state last', async () => {
  const atOnce = { INITIALIZING: 100, CREATED: 100, RUNNING: 200, RESTARTING: 200 };
  assert.deepEqual(await statesOf('RESTARTING', atOnce), [
    'INITIALIZING 100',
    'CREATED 100',
    'RUNNING 200',
    'RESTARTING 200',
  ]);
  assert.deepEqual(await statesOf('RUNNING', atOnce), [
    'INITIALIZING 100',
    'CREATED 100',
    'RESTARTING 200',
    'RUNNING 200',
  ]);
});

test('ignores the times of unknown states', async () => {
  assert.deepEqual(await statesOf('NEW_STATE', { INITIALIZING: 100, NEW_STATE: 200 }), ['INITIALIZING 100']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import { createReplay } from '../../../src/session/journal/journal-state.ts';
import { readHistories } from '../../../src/session/journal/read-histories.ts';
import { jobOverview } from '../../support/session.ts';

test('the checkpoints of a job that initializes are not requested, for which Flink would log an error', async () => {
  const requested: string[] = [];
  const flink = new Proxy({} as FlinkRest, {
    get: (_, call: string) => async (id: string) => {
      requested.push(`${call} ${id}`);
      return undefined;
    },
  });
  const jobs = [
    jobOverview({ name: 'new', id: 'new', state: 'INITIALIZING' }),
    jobOverview({ name: 'old', id: 'old', state: 'RUNNING' }),
  ];
  await readHistories(flink, { jobs, configuration: undefined }, createReplay().state, new AbortController().signal);
  assert.deepEqual(requested.sort(), [
    'checkpointConfig old',
    'checkpoints old',
    'exceptions new',
    'exceptions old',
    'jobHistory new',
    'jobHistory old',
  ]);
});

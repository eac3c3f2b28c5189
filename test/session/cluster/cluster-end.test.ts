import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterEnd } from '../../../src/session/cluster/cluster-end.ts';
import type { SessionSnapshot } from '../../../src/session/snapshot.ts';
import { jobOverview } from '../../support/session.ts';

type Ended = Parameters<typeof clusterEnd>[0];
const jobs = (...states: readonly NonNullable<SessionSnapshot['jobs']>[number]['state'][]) =>
  states.map((state) => jobOverview({ name: 'orders', state }));

const cases: readonly (readonly [last: Partial<Ended>, expected: string | undefined])[] = [
  [{ presence: 'present' }, undefined],
  [{ mode: 'session', applicationStatus: 'UNKNOWN' }, 'the session cluster is gone'],
  [{ mode: 'unknown' }, 'the cluster is gone'],
  [{ jobs: jobs('FINISHED') }, 'the application cluster has ended: job FINISHED'],
  [{ jobs: jobs('RUNNING'), applicationStatus: 'SUCCEEDED' }, 'the application cluster has ended: status SUCCEEDED'],
  [{ jobs: jobs('RUNNING') }, 'the application cluster has ended: job last seen RUNNING'],
  [{ jobs: jobs('RUNNING'), applicationStatus: 'UNKNOWN' }, 'the application cluster has ended: job last seen RUNNING'],
  [{ jobs: jobs('RUNNING', 'FAILED') }, 'the application cluster has ended: jobs last seen RUNNING, FAILED'],
  [{}, 'the application cluster has ended: final job status unknown'],
];

for (const [last, expected] of cases) {
  test(`describes the end of a cluster: ${expected ?? 'still present'}`, () => {
    const defaults = {
      presence: 'missing',
      mode: 'application',
      jobs: undefined,
      applicationStatus: undefined,
    } as const;
    assert.equal(clusterEnd({ ...defaults, ...last }), expected);
  });
}

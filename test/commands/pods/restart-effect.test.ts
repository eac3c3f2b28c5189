import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restartEffect } from '../../../src/commands/pods/delete/restart-effect.ts';

const clusterLevel = 'Cluster level default restart strategy';
const options = (entries: { readonly [key: string]: string }) => new Map(Object.entries(entries));

test('without any strategy, Flink restarts only jobs that take checkpoints', () => {
  assert.equal(restartEffect(clusterLevel, options({}), true), 'restarts');
  assert.equal(restartEffect(clusterLevel, options({}), false), 'fails');
  assert.equal(restartEffect(undefined, undefined, undefined), 'restarts');
});

test('the strategy of the cluster decides, with its old and its new option', () => {
  assert.equal(restartEffect(clusterLevel, options({ 'restart-strategy.type': 'none' }), true), 'fails');
  assert.equal(restartEffect(clusterLevel, options({ 'restart-strategy': 'off' }), true), 'fails');
  assert.equal(restartEffect(clusterLevel, options({ 'restart-strategy.type': 'fixed-delay' }), false), 'restarts');
});

test('the strategy of the job comes before that of the cluster', () => {
  assert.equal(
    restartEffect('Restart deactivated.', options({ 'restart-strategy.type': 'fixed-delay' }), true),
    'fails',
  );
  const own = 'Restart with fixed delay (10000 ms). #3 restart attempts.';
  assert.equal(restartEffect(own, options({ 'restart-strategy.type': 'none' }), false), 'restarts');
});

import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { createLogStore } from '../../../src/logs/create-log-store.ts';
import { followLogs } from '../../../src/session/logs/follow-logs.ts';
import { type PodFacts, podFacts } from '../../../src/session/pods/pod-facts.ts';
import { until } from '../attached.ts';
import { podOf, terminated } from '../pods/pod-fixtures.ts';

const container = 'flink-main-container';

/** Follows the logs of 202 pods. Their streams stay open until `endLogOf` ends the log of a pod and its container. */
function followPods() {
  const store = createLogStore();
  const names = Array.from({ length: 202 }, (_, index) => `tm-${index}`);
  const pods = new Map(names.map((name) => [name, factsOf(name, {})]));
  const ends = new Map<string, () => void>();
  const kubernetes = {
    podLog: async ({ pod }: { readonly pod: string }, signal: AbortSignal) => {
      const stream = new PassThrough();
      const end = () => stream.end();
      ends.set(pod, end);
      signal.addEventListener('abort', end);
      if (pods.get(pod)?.container.state === 'terminated') end();
      return stream;
    },
  };
  const follower = followLogs(kubernetes, 'default', store, () => pods);
  const stateOf = (name: string) => store.source(`${name}/${container}`)?.state;
  return {
    follower,
    stateOf,
    untilState: (name: string, state: string) =>
      until(store.subscribe, `${name} is ${state}`, () => stateOf(name)?.state === state || undefined),
    endLogOf: (name: string) => {
      pods.set(name, factsOf(name, { state: terminated(0, 'Completed') }));
      follower.podsChanged();
      ends.get(name)?.();
    },
  };
}

function factsOf(name: string, options: Parameters<typeof podOf>[0]): PodFacts {
  const facts = podFacts(podOf({ name, ...options }));
  assert.ok(facts !== undefined);
  return facts;
}

test('at most 200 logs are followed, and another log takes the place of one that has ended', async (t) => {
  const { follower, stateOf, untilState, endLogOf } = followPods();
  t.after(follower.stop);
  follower.podsChanged();
  await untilState('tm-199', 'following');
  for (const name of ['tm-200', 'tm-201'])
    assert.match(JSON.stringify(stateOf(name)), /not followed: at most 200 logs/);
  endLogOf('tm-3');
  await untilState('tm-3', 'ended');
  follower.podsChanged();
  await untilState('tm-200', 'following');
  assert.match(JSON.stringify(stateOf('tm-201')), /not followed/);
  assert.doesNotMatch(JSON.stringify(stateOf('tm-3')), /not followed/, 'keeps the reason for its end');

  follower.follow(['tm-201']); // a log on screen takes the place of one that is not
  await untilState('tm-201', 'following');
});

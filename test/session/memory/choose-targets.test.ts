import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseTargets } from '../../../src/session/memory/choose-targets.ts';
import type { PodMemory } from '../../../src/session/memory/pod-memory.ts';
import { emptyMemory, mebibyte, taskManagerPod } from '../../support/memory.ts';

test('of many suspicious processes, each is read more often than the others, and none is left out', () => {
  const podsOf = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) =>
      taskManagerPod({ name: `${prefix}-${index}`, uid: `${prefix}-${index}` }),
    );
  const full = podsOf('full', 30);
  const calm = podsOf('calm', 5);
  const known = new Map<string, PodMemory>(
    full.map((pod) => [pod.uid, { ...emptyMemory(pod), usage: 900 * mebibyte }]),
  );
  const start = Date.now();
  const rounds = Array.from({ length: 60 }, (_, round) => {
    const now = start + round * 10_000;
    const { ids } = chooseTargets([...full, ...calm], known, { leader: undefined, highest: undefined, now });
    for (const pod of [...full, ...calm].filter(({ name }) => ids.includes(name))) {
      known.set(pod.uid, { ...emptyMemory(pod), ...known.get(pod.uid), jvmAt: now });
    }
    return ids;
  });
  const countOf = (name: string, of: typeof rounds) => of.flat().filter((id) => id === name).length;
  for (const { name } of calm) assert.equal(countOf(name, rounds.slice(0, 7)), 1, `${name} in the first rounds`);
  for (const { name } of calm) assert.ok(countOf(name, rounds) >= 2 && countOf(name, rounds) <= 4, name);
  for (const { name } of full) assert.ok(countOf(name, rounds) >= 8, name);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlameNode } from '../../../src/flink/thread-responses.ts';
import { boxesOf, findBox, flameTree } from '../../../src/session/threads/flame-tree.ts';

const node = (name: string, value: number, ...children: readonly FlameNode[]): FlameNode => ({ name, value, children });
const root = node(
  'root',
  10,
  node(
    'java.lang.Thread.run:840',
    10,
    node(
      'org.apache.flink.Task$$Lambda$0/0x0.run:1',
      10,
      node('org.apache.flink.Mailbox.take:2', 3),
      node('com.example.Job.map:3', 7, node('java.lang.Thread.sleep:-2', 7)),
    ),
  ),
);
const shown = (isFolded: boolean) =>
  [...boxesOf(flameTree(root, isFolded))].map(({ label, value, depth }) => `${depth} ${label} ${value}`);

test('calls that always follow each other are one box, except in the code of the job; the largest callee is first', () => {
  assert.deepEqual(shown(true), [
    '0 all samples 10',
    '1 Thread.run … Task$$Lambda.run 10',
    '2 Job.map 7',
    '3 Thread.sleep 7',
    '2 Mailbox.take 3',
  ]);
  assert.deepEqual(shown(false).slice(1, 3), ['1 Thread.run 10', '2 Task$$Lambda.run 10']);
});

test('a box has the same id with and without folding', () => {
  const folded = [...boxesOf(flameTree(root, true))];
  const unfolded = flameTree(root, false);
  for (const { id, names } of folded) assert.equal(findBox(unfolded, id)?.names[0], names[0]);
  assert.equal(findBox(unfolded, '/7'), undefined);
});

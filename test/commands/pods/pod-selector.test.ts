import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectPods } from '../../../src/commands/pods/pod-selector.ts';

const names = ['red-6d8c-x2x9z', 'red-taskmanager-1-1', 'red-taskmanager-1-2', 'red-taskmanager-1-12'];

test('selects all pods by default', () => assert.equal(selectPods(names, []), names));

test('selects pods by name, suffix or prefix', () => {
  assert.deepEqual(selectPods(names, ['red-taskmanager-1-1', '1-12', 'taskmanager-1-2', 'red-6d']), [
    'red-taskmanager-1-1',
    'red-taskmanager-1-12',
    'red-taskmanager-1-2',
    'red-6d8c-x2x9z',
  ]);
});

test("accepts the format of kubectl's -o name", () => {
  assert.deepEqual(selectPods(names, ['pod/red-6d8c-x2x9z', 'pods/red-taskmanager-1-2', 'po/1-12']), [
    'red-6d8c-x2x9z',
    'red-taskmanager-1-2',
    'red-taskmanager-1-12',
  ]);
});

test('rejects an ambiguous selector and lists the pods, and suggests a similar name for an unknown pod', () => {
  assert.throws(() => selectPods(names, ['red-task']), { exitCode: 2, hints: names.slice(1) });
  const near = 'Did you mean red-6d8c-x2x9z?';
  assert.throws(() => selectPods(names, ['red-6d8c-x2x9x']), {
    exitCode: 3,
    message: 'no pod red-6d8c-x2x9x',
    hints: [near],
  });
});

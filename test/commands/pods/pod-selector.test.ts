import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectPods } from '../../../src/commands/pods/pod-selector.ts';

const names = ['red-6d8c-x2x9z', 'red-taskmanager-1-1', 'red-taskmanager-1-2', 'red-taskmanager-1-12'];

test('no word names all pods', () => assert.equal(selectPods(names, []), names));

test('a pod is named by its name, the end or the beginning of it', () => {
  assert.deepEqual(selectPods(names, ['red-taskmanager-1-1', '1-12', 'taskmanager-1-2', 'red-6d']), [
    'red-taskmanager-1-1',
    'red-taskmanager-1-12',
    'red-taskmanager-1-2',
    'red-6d8c-x2x9z',
  ]);
});

test("a pod may be typed as kubectl's -o name prints it", () => {
  assert.deepEqual(selectPods(names, ['pod/red-6d8c-x2x9z', 'pods/red-taskmanager-1-2', 'po/1-12']), [
    'red-6d8c-x2x9z',
    'red-taskmanager-1-2',
    'red-taskmanager-1-12',
  ]);
});

test('what can be several is refused with the names, what is none with the nearest', () => {
  assert.throws(() => selectPods(names, ['red-task']), { exitCode: 2, hints: names.slice(1) });
  const near = 'Did you mean red-6d8c-x2x9z?';
  assert.throws(() => selectPods(names, ['red-6d8c-x2x9x']), {
    exitCode: 3,
    message: 'no pod red-6d8c-x2x9x',
    hints: [near],
  });
});

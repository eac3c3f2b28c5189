import assert from 'node:assert/strict';
import { test } from 'node:test';
import { views } from '../../../src/screen/all-views.ts';
import { keySections } from '../../../src/screen/input/key-sections.ts';
import { decodeKeys } from '../decode-keys.ts';
import { bytesOf, keyOf, movementKey } from './keys.ts';

test('the screen decodes the bytes of each bound key as the same key', () => {
  const bindings = keySections(views).flatMap(({ keys }) => keys);
  // Bindings such as `logger:` are typed text, not keys.
  const ofKeys = bindings.filter((binding) => !('run' in binding) || binding.run !== 'typed');
  // No terminal has these keys. They stand for the keys of a movement.
  const keys = ofKeys.flatMap(({ keys }) => keys).filter((key) => !key.startsWith('halfpage'));
  assert.ok(keys.length > 100);
  for (const key of new Set([...keys, 'delete', 'f4', 'f5', 'f12', 'ctrl-z', 'alt-x'])) {
    const decoded = decodeKeys(bytesOf(key)).map(({ name }) => name);
    assert.deepEqual(decoded, [key]);
  }
});

test('rejects unknown actions and keys of other actions', () => {
  assert.equal(keyOf('command-line.newer', 'down'), 'down');
  assert.throws(() => keyOf('job.cancle'), /no binding has the action job\.cancle/);
  assert.throws(() => keyOf('job.cancel', undefined, 'pods'), /no binding has the action job\.cancel in the view pods/);
  assert.throws(() => keyOf('job.cancel', 'f12'), /f12 is not a key of the action job\.cancel, whose keys are \S/);
});

test('number keys select the panes in every pane and page', () => {
  const numbers = ['1', '2', '3'];
  assert.deepEqual(
    ['pods', 'jobs', 'logs'].map((pane) => keyOf(`pane.${pane}`)),
    numbers,
  );
  const own = views.all.filter(({ kind }) => kind !== 'overlay').flatMap(({ bindings }) => bindings);
  assert.deepEqual(
    own.filter(({ keys }) => keys.some((key) => /^(alt-)?\d$/.test(key))).map(({ action }) => action),
    [],
  );
});

test('finds the key of a movement and rejects an unknown movement', () => {
  for (const movement of [{ kind: 'lines', count: 1 }, { kind: 'pages', count: -0.5 }, { kind: 'end' }] as const)
    assert.deepEqual(views.movements.find(({ keys }) => keys.includes(movementKey(movement)))?.movement, movement);
  assert.throws(() => movementKey({ kind: 'lines', count: 7 }), /no key has the movement/);
});

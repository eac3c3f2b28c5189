import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scenes } from '../../.ci/picture-scenes.ts';
import { views } from '../../src/screen/all-views.ts';
import { keyOf } from '../support/screen-driver/keys.ts';

test('every view has a picture', () => {
  const drawn = new Set(scenes.map(({ view }) => view));
  assert.deepEqual(
    views.all.map(({ id }) => id).filter((id) => !drawn.has(id)),
    [],
  );
});

test('the scenes of the pictures press keys that exist', () => {
  for (const step of scenes.flatMap(({ steps }) => steps)) if ('press' in step) keyOf(step.press, step.key);
});

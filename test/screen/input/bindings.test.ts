import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindings } from '../../../src/screen/input/active-bindings.ts';
import { motionOf } from '../../../src/screen/input/movement.ts';
import { paneNames } from '../../../src/screen/state/layout.ts';

for (const pane of paneNames) {
  test(`in the ${pane} pane every key means one thing`, () => {
    const keys = bindings.filter(({ place }) => place === pane || place === 'any').flatMap(({ keys }) => keys);
    const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
    // Among the logs a number is a level, and Alt with it a pane.
    assert.deepEqual(twice, pane === 'logs' ? ['1', '2', '3'] : []);
    assert.deepEqual(
      keys.filter((key) => motionOf(key) !== undefined),
      [],
      'no key that moves',
    );
  });
}

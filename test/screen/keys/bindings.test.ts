import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindings } from '../../../src/screen/keys/active-bindings.ts';
import { paneNames } from '../../../src/screen/layout.ts';
import { motionOf } from '../../../src/screen/store/motion.ts';

for (const pane of paneNames) {
  test(`in the ${pane} pane every key means one thing`, () => {
    const keys = bindings.filter(({ place }) => place === pane || place === 'any').flatMap(({ keys }) => keys);
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    );
    assert.deepEqual(
      keys.filter((key) => motionOf(key) !== undefined),
      [],
      'no key that moves',
    );
  });
}

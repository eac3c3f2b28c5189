import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usesColor } from '../../../src/shell/print/uses-color.ts';
import { fakeStreams } from '../fake-streams.ts';

const cases: readonly [
  setting: 'auto' | 'always' | 'never',
  env: { readonly [name: string]: string },
  terminal: boolean,
  used: boolean,
][] = [
  ['auto', {}, true, true],
  ['auto', {}, false, false],
  ['auto', { NO_COLOR: '1' }, true, false],
  ['auto', { NO_COLOR: '' }, true, true],
  ['auto', { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  ['auto', { FORCE_COLOR: '0' }, true, false],
  ['always', { NO_COLOR: '1' }, false, true],
  ['never', { FORCE_COLOR: '1' }, true, false],
];
for (const [setting, env, terminal, used] of cases) {
  test(`${setting} ${JSON.stringify(env)} ${terminal ? 'on a terminal' : 'in a pipe'}: ${used ? '' : 'no '}colours`, () => {
    assert.equal(usesColor(setting, env, fakeStreams({ terminal })), used);
  });
}

test('a dumb terminal: no colours', () => {
  assert.equal(usesColor('auto', {}, fakeStreams({ terminal: true, dumb: true })), false);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usesUnicode } from '../../../src/shell/print/uses-unicode.ts';

for (const [env, expected] of [
  [{}, true],
  [{ LANG: '' }, true],
  [{ LANG: 'en_US.UTF-8' }, true],
  [{ LANG: 'C.utf8' }, true],
  [{ LC_CTYPE: 'UTF-8' }, true],
  [{ LANG: 'C' }, false],
  [{ LANG: 'POSIX' }, false],
  [{ LANG: 'de_DE.ISO-8859-1' }, false],
  [{ LANG: 'de_DE@euro' }, false],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, false],
  [{ LANG: 'en_US.UTF-8', LC_CTYPE: 'C' }, false],
  [{ LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }, true],
  [{ LANG: 'C', LC_CTYPE: 'C', LC_ALL: 'en_US.UTF-8' }, true],
  [{ LANG: 'en_US.UTF-8', LC_ALL: '' }, true],
] as const) {
  test(`${JSON.stringify(env)}: ${expected ? 'Unicode' : 'ASCII'}`, () => {
    assert.equal(usesUnicode('auto', env), expected);
    assert.equal(usesUnicode('always', env), true);
    assert.equal(usesUnicode('never', env), false);
  });
}

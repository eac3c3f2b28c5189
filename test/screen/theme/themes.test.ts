import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { chooseTheme } from '../../../src/screen/theme/choose.ts';
import { compileTheme } from '../../../src/screen/theme/compile.ts';
import { type ThemeFile, tokens } from '../../../src/screen/theme/theme.ts';

const read = (name: string) => JSON.parse(readFileSync(`themes/${name}`, 'utf8'));
const names = readdirSync('themes').filter((name) => name !== 'theme.schema.json');

test('the JSON schema lists all tokens', () => {
  const { properties } = read('theme.schema.json');
  assert.deepEqual(properties.tokens.required, tokens);
  assert.deepEqual(Object.keys(properties.tokens.properties), tokens);
});

for (const name of names) {
  test(`${name} defines exactly the known tokens`, () => {
    const file: ThemeFile = read(name);
    assert.deepEqual(Object.keys(file.tokens), tokens);
    for (const level of [1, 2, 3] as const) compileTheme(file, level);
  });

  test(`${name} marks the selection`, () => {
    const { selection } = compileTheme(read(name), 1);
    assert.notEqual(selection('row'), 'row');
  });
}

test('a paint continues behind a painted part of the text', () => {
  const { selection, 'log.match': match } = compileTheme(read('dark.json'), 3);
  const background = /\x1b\[48;2;[\d;]+m/.exec(selection('x'))?.[0] ?? '';
  assert.match(background, /^\x1b/);
  assert.ok(selection(`a${match('b')}c`).includes(`\x1b[49m${background}`));
});

const choice = { theme: 'terminal', color: 'auto', env: {}, colorDepth: 24 } as const;
const hasColour = (painted: string) => /\x1b\[(3|4|9|10)\d/.test(painted);

test('NO_COLOR, --no-color and a terminal without colours keep attributes only', () => {
  for (const setting of [{ env: { NO_COLOR: '1' } }, { color: 'never' }, { colorDepth: 1 }] as const) {
    const theme = chooseTheme({ ...choice, ...setting });
    for (const token of tokens) assert.equal(hasColour(theme[token]('x')), false, token);
    assert.match(theme.selection('x'), /\x1b\[7m/);
  }
});

test('--color and FORCE_COLOR override NO_COLOR, and an empty NO_COLOR has no effect', () => {
  const env = { NO_COLOR: '1' };
  assert.ok(hasColour(chooseTheme({ ...choice, color: 'always', env }).ok('x')));
  assert.ok(hasColour(chooseTheme({ ...choice, env: { ...env, FORCE_COLOR: '1' } }).ok('x')));
  assert.ok(hasColour(chooseTheme({ ...choice, env: { NO_COLOR: '' } }).ok('x')));
});

test('reduces colours to the colour depth of the terminal', () => {
  assert.match(chooseTheme({ ...choice, theme: 'dark' }).ok('x'), /\x1b\[38;2;/);
  assert.match(chooseTheme({ ...choice, theme: 'dark', colorDepth: 8 }).ok('x'), /\x1b\[38;5;/);
  assert.match(chooseTheme({ ...choice, theme: 'dark', colorDepth: 4 }).ok('x'), /\x1b\[[39]\dm/);
});

test('auto is the theme of the background, and the terminal theme if the background is unknown', () => {
  const ok = (change: Partial<Parameters<typeof chooseTheme>[0]>) => chooseTheme({ ...choice, ...change }).ok('x');
  const auto = { theme: 'auto' } as const;
  assert.equal(ok(auto), ok({ theme: 'terminal' }));
  assert.equal(ok({ ...auto, background: 'light' }), ok({ theme: 'light' }));
  assert.equal(ok({ ...auto, env: { COLORFGBG: '0;15' } }), ok({ theme: 'light' }));
  assert.equal(ok({ ...auto, env: { COLORFGBG: '0;15' }, background: 'dark' }), ok({ theme: 'dark' }));
});

test('in 16 colours, dark and light are the terminal theme', () => {
  const selection = (theme: 'auto' | 'dark' | 'light' | 'terminal') =>
    chooseTheme({ ...choice, theme, background: 'light', colorDepth: 4 }).selection('x');
  for (const theme of ['auto', 'dark', 'light'] as const) assert.equal(selection(theme), selection('terminal'));
});

test('the terminal theme marks the selection without a colour, which suits every palette', () => {
  const { selection } = chooseTheme(choice);
  assert.equal(hasColour(selection('x')), false);
  assert.doesNotMatch(selection('x'), /\x1b\[7m/);
});

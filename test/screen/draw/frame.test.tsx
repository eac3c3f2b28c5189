import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Frame } from '../../../src/screen/draw/frame.tsx';
import { renderWidget } from './render-widget.tsx';

const rectangle = { left: 2, top: 1, width: 20, height: 4 };

test('a frame stands at its place, with its title, around its rows', () => {
  const { rows } = renderWidget(<Frame rectangle={rectangle} title="Pods" isFocused={false} text={'one\ntwo'} />);
  assert.deepEqual(rows(), [
    '',
    '  ┌─ Pods ───────────┐',
    '  │one               │',
    '  │two               │',
    '  └──────────────────┘',
  ]);
});

test('what has the keys is heavy; a note stands at the right end', () => {
  const { rows } = renderWidget(<Frame rectangle={rectangle} title="Pods" note="stale" isFocused text="one" />);
  assert.deepEqual(rows(), [
    '',
    '  ┏━ Pods ━━━ stale ━┓',
    '  ┃one               ┃',
    '  ┃                  ┃',
    '  ┗━━━━━━━━━━━━━━━━━━┛',
  ]);
});

test('too many and too long rows do not break it', () => {
  const text = ['a row that is much too long', 'two', 'three'].join('\n');
  const { rows } = renderWidget(
    <Frame rectangle={rectangle} title={'Pods '.repeat(9)} isFocused={false} text={text} />,
  );
  assert.deepEqual(
    rows().map((row) => row.length),
    [0, 22, 22, 22, 22],
  );
  assert.match(rows()[2] ?? '', /^ {2}│a row that is muc.│$/);
  assert.match(rows()[4] ?? '', /^ {2}└─+┘$/);
});

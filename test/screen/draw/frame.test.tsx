import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Frame } from '../../../src/screen/draw/frame/frame.tsx';
import { renderWidget } from './render-widget.tsx';

const rectangle = { left: 2, top: 1, width: 20, height: 4 };

test('draws a frame with a title around rows at its position', () => {
  const { rows } = renderWidget(<Frame rectangle={rectangle} title="Pods" isFocused={false} text={'one\ntwo'} />);
  assert.deepEqual(rows(), [
    '',
    '  ┌─ Pods ───────────┐',
    '  │one               │',
    '  │two               │',
    '  └──────────────────┘',
  ]);
});

test('a focused frame has heavy borders, and its note is at the right end of the title', () => {
  const { rows } = renderWidget(<Frame rectangle={rectangle} title="Pods" note="stale" isFocused text="one" />);
  assert.deepEqual(rows(), [
    '',
    '  ┏━ Pods ━━━ stale ━┓',
    '  ┃one               ┃',
    '  ┃                  ┃',
    '  ┗━━━━━━━━━━━━━━━━━━┛',
  ]);
});

test('long rows and too many rows do not break the frame', () => {
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

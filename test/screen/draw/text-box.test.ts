import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { textBox } from '../../../src/screen/draw/frame/text-box.ts';
import { layoutOf } from '../../../src/screen/state/layout.ts';
import { type ShownText, showText } from '../../../src/screen/state/open/show-text.ts';
import { screenInMemory } from '../screen-in-memory.ts';

/** Returns the rows of a result on a terminal of 60 columns, scrolled right by `column`, without trailing spaces. */
function rowsOf(text: string, column = 0): readonly string[] {
  const screen = screenInMemory();
  showText(screen, 'a result', text);
  const state = screen.store.getState();
  const [layer] = state.layers;
  assert.equal(layer?.id, 'text');
  const shown = layer.viewState as ShownText;
  const scrolled = shown.column === undefined ? shown : { ...shown, column };
  return textBox(layoutOf(state).body, state.theme, scrolled).rows.map((row) =>
    stripVTControlCharacters(row).trimEnd(),
  );
}

const table = `
STATE    ID                                NAME               TASKS
RUNNING  a1b2c3d4e5f60718293a4b5c6d7e8f90  TopSpeedWindowing  2/2
FAILED   b1b2c3d4e5f60718293a4b5c6d7e8f90  WordCount`.slice(1);

test('a cut table row ends with a mark, and scrolling right shows the end of the row', () => {
  assert.deepEqual(rowsOf(table), [
    ' STATE    ID                                NAME         ›',
    ' RUNNING  a1b2c3d4e5f60718293a4b5c6d7e8f90  TopSpeedWindo›',
    ' FAILED   b1b2c3d4e5f60718293a4b5c6d7e8f90  WordCount',
  ]);
  assert.deepEqual(rowsOf(table, 16), [
    '‹                                NAME               TASKS',
    '‹b2c3d4e5f60718293a4b5c6d7e8f90  TopSpeedWindowing  2/2',
    '‹b2c3d4e5f60718293a4b5c6d7e8f90  WordCount',
  ]);
});

test('a wide last column wraps within its column', () => {
  assert.deepEqual(
    rowsOf('ok      list the pods  get, list, watch: to see the pods and their status\n\nno problems found'),
    [
      ' ok      list the pods  get, list, watch: to see the pods',
      '                        and their status',
      '',
      ' no problems found',
    ],
  );
});

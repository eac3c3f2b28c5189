import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { footerRow } from '../../../src/screen/rows/footer-row.ts';
import type { Layer } from '../../../src/screen/store/screen-state.ts';
import { exampleLayers } from '../keys/example-layers.ts';
import { screenInMemory } from '../screen-in-memory.ts';

function footerOver(layer: Layer, width = 160): string {
  const row = footerRow({ ...screenInMemory().store.getState(), layers: [layer] }, width);
  return stripVTControlCharacters(row).trimEnd();
}

for (const [what, wanted] of Object.entries({
  'a text': ' ↑↓ scroll  y copy  Esc close',
  'a filter': ' Enter keep  Esc clear',
  'a search': ' Enter search  ~ regex  Esc close',
  'a filter of the logs': ' Enter filter  ! without  ~ regex  logger: a logger  Esc close',
  'a time': ' Enter go there  14:05 or 14:05:30, -10m, 2026-01-31 14:05  Esc close',
  'a file to save to': ' Enter save  Tab what is shown, or everything  Esc close',
  'equal stack traces': ' ↑↓ choose  Enter go to the newest  Esc close',
  'the columns': ' ↑↓ choose  Enter show or hide  Esc close',
  'the forwards': ' Enter open  y copy URL  x stop  X stop all  n Web UI  Esc close',
  'the levels':
    ' d DEBUG  i INFO  w WARN  t TRACE  e ERROR  f FATAL  a ALL  o OFF  u undo  U undo all  / filter  : type  Esc close',
  'the levels, with a filter being typed': ' Enter keep  Esc clear',
  'a command': ' Tab complete  ↑↓ history  Enter run  Esc close',
  'a question': ' y yes  n no  ↑↓ Enter choose  Esc leave it',
  'a word to type': ' Enter do it  Esc leave it',
})) {
  test(`the footer tells the keys over ${what}`, () => {
    const layer = exampleLayers[what];
    assert.ok(layer);
    assert.equal(footerOver(layer), wanted);
  });
}

test('what is wrong with a typed line is told instead', () => {
  const line = exampleLayers['a command'] as Layer & { readonly kind: 'command-line' };
  assert.equal(footerOver({ ...line, error: 'no such command: log' }), ' no such command: log');
  const search = exampleLayers['a search'] as Layer & { readonly kind: 'log-prompt' };
  assert.equal(footerOver({ ...search, complaint: 'that is no time' }), ' that is no time');
});

test('what a word may become is told with what it is, where there is room', () => {
  const line = exampleLayers['a command'] as Layer & { readonly kind: 'command-line' };
  const candidates = [
    { text: 'log-level', hint: 'levels' },
    { text: 'logs', hint: 'print the logs of pods' },
  ];
  assert.equal(footerOver({ ...line, candidates }), ' log-level (levels)  logs (print the logs of pods)');
  assert.equal(footerOver({ ...line, candidates }, 40), ' log-level  logs');
});

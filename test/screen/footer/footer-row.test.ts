import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { views } from '../../../src/screen/all-views.ts';
import { footerRow } from '../../../src/screen/footer/footer-row.ts';
import type { Layer } from '../../../src/screen/state/screen-state.ts';
import { commandLine, exampleLayers, prompt } from '../input/example-layers.ts';
import { screenInMemory } from '../screen-in-memory.ts';

function footerOver(layer: Layer, width = 160): string {
  const row = footerRow(views, { ...screenInMemory().store.getState(), layers: [layer] }, width);
  return stripVTControlCharacters(row).trimEnd();
}

/** Returns the footer of a wide terminal with only two spaces between its left and right hints. */
function hintsOver(layer: Layer): string {
  return footerOver(layer).replace(/ {3,}/, '  ');
}

for (const [name, expected] of Object.entries({
  'a text': ' ↑↓ scroll  y copy  : command  ? help  Esc close',
  'the help': ' ↑↓ scroll  / search  y copy  : command  Esc close',
  'a table': ' ↑↓ scroll  ←→ sideways  y copy  : command  ? help  Esc close',
  'a filter': ' Enter keep  ↑↓ history  ! exclude  Esc clear',
  'a search': ' Enter search  ↑↓ history  ~ regex  Esc close',
  'a filter of the logs': ' Enter filter  ↑↓ history  ! exclude  ~ regex  logger: logger  Esc close',
  'a time': ' Enter go to time  ↑↓ history  14:05 or 14:05:30, -10m, 2026-01-31 14:05  Esc close',
  'a file to save to': ' Enter save  ↑↓ history  Tab filtered or all lines  Esc close',
  'a suggested file': ' Enter save  ↑↓ history  Tab filtered or all lines  → edit the name  Esc close',
  'equal stack traces': ' ↑↓ select  Enter go to the newest  ? help  Esc close',
  'the activities': ' Enter details  y copy  ? help  Esc close',
  'the columns': ' ↑↓ choose  Enter show or hide  ? help  Esc close',
  'the sort menu': ' ↑↓ choose  Enter sort  ? help  Esc close',
  'the copy menu of a pod': ' n name  i IP  r row  ↑↓ choose  Enter copy  ? help  Esc close',
  'the copy menu of a job': ' n name  i id  r row  ↑↓ choose  Enter copy  ? help  Esc close',
  'the forwards': ' Enter open  y copy URL  x stop  n Web UI  X stop all  ? help  Esc close',
  'the levels':
    ' d DEBUG  i INFO  w WARN  u undo  / filter  : type  U undo all  t TRACE  e ERROR  f FATAL  a ALL  o OFF  ? help  Esc close',
  'the levels, with a filter being typed': ' Enter apply  ↑↓ history  Esc clear',
  'a command': ' Tab complete  ↑↓ history  Enter run  Esc close',
  'a yes-no dialog': ' y stop job  n keep running  ↑↓ Enter choose  ? help  Esc go back',
  'a dialog with switches': ' y stop job  n keep running  Space change option  ↑↓ Enter choose  ? help  Esc go back',
  'a dialog with a name to type': ' Enter stop job  Space change option  Esc keep running',
})) {
  test(`the footer shows the keys of ${name}`, () => {
    const layer = exampleLayers[name];
    assert.ok(layer);
    assert.equal(hintsOver(layer), expected);
  });
}

test('a narrow footer keeps the close key and the most used keys', () => {
  const [levels, forwards] = [exampleLayers['the levels'], exampleLayers['the forwards']];
  assert.ok(levels !== undefined && forwards !== undefined);
  assert.match(
    footerOver(levels, 80),
    /^ d DEBUG {2}i INFO {2}w WARN {2}u undo {2}\/ filter .* {2}\? help {2}Esc close$/,
  );
  assert.match(footerOver(levels, 60), /^ d DEBUG {2}i INFO {2}w WARN {2}u undo +\? help {2}Esc close$/);
  assert.match(footerOver(forwards, 80), /^ Enter open .* {2}X stop all +\? help {2}Esc close$/);
  assert.match(footerOver(forwards, 60), /^ Enter open {2}y copy URL {2}x stop +\? help {2}Esc close$/);
});

test('an input error replaces the keys', () => {
  assert.equal(footerOver(commandLine('log', { error: 'no such command: log' })), ' no such command: log');
  assert.equal(footerOver(prompt('time', 'noon', 'invalid time')), ' invalid time');
});

test('shows completion candidates with their hints if there is room', () => {
  const candidates = [
    { text: 'log-level', hint: 'levels' },
    { text: 'logs', hint: 'Print the logs of pods' },
    { text: 'OFF', hint: '' },
  ];
  assert.equal(
    footerOver(commandLine('log', { candidates })),
    ' log-level (levels)  logs (Print the logs of pods)  OFF',
  );
  assert.equal(footerOver(commandLine('log', { candidates }), 40), ' log-level  logs  OFF');
});

test('the global keys of the panes are always shown at the right', () => {
  for (const width of [160, 40]) {
    const row = stripVTControlCharacters(footerRow(views, screenInMemory().store.getState(), width)).trimEnd();
    assert.match(row, / {2}q quit {2}: command {2}\? help$/);
    assert.ok(row.length <= width);
  }
});

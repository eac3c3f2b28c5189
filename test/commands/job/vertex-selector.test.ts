import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectVertex } from '../../../src/commands/job/vertex-selector.ts';
import { CommandError } from '../../../src/commands/record/command-error.ts';

const vertices = [
  { id: 'cbc357cc', name: 'Source: orders' },
  { id: '90bea66d', name: 'enrich -> deduplicate' },
  { id: 'ea632d67', name: 'Sink: warehouse' },
  { id: 'ea99', name: 'Sink: audit' },
  { id: 'ea98', name: 'Sink: audit log' },
];
const select = (selector: string) => selectVertex(vertices, selector, 'orders').name;

test('selects by number, id, name or the start of either, in any case', () => {
  assert.equal(select('2'), 'enrich -> deduplicate');
  assert.equal(select('90BEA66D'), 'enrich -> deduplicate');
  assert.equal(select('90be'), 'enrich -> deduplicate');
  assert.equal(select('sink: AUDIT'), 'Sink: audit');
  assert.equal(select('enr'), 'enrich -> deduplicate');
});

test('a number that is too large may be the start of an id', () => {
  assert.equal(select('90'), 'enrich -> deduplicate');
});

function errorOf(selector: string): CommandError {
  try {
    select(selector);
  } catch (error) {
    if (error instanceof CommandError) return error;
  }
  throw new Error(`${selector} is not rejected`);
}

test('an ambiguous start lists the matching vertices with their numbers', () => {
  const { message, hints, exitCode } = errorOf('sink');
  assert.deepEqual([exitCode, message], [2, 'sink matches 3 vertices']);
  assert.deepEqual(hints, ['3  Sink: warehouse', '4  Sink: audit', '5  Sink: audit log', 'Use the number']);
});

test('an unknown vertex is an error with similar names and all vertices', () => {
  const { message, hints, exitCode } = errorOf('Source: order5');
  assert.deepEqual([exitCode, message], [3, 'no vertex Source: order5 in orders']);
  assert.deepEqual(hints.slice(0, 2), ['Did you mean Source: orders?', '1  Source: orders']);
  assert.equal(hints.length, 6);
});

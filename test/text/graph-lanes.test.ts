import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asciiOf } from '../../src/text/ascii.ts';
import { type GraphNode, graphLanes } from '../../src/text/graph-lanes.ts';

/** Parses `id < input input`. */
function node(text: string): GraphNode {
  const [id = '', inputs = ''] = text.split(' < ');
  return { id, inputs: inputs.split(' ').filter(Boolean) };
}

const graphs = {
  'a chain is one lane': { source: '●', 'map < source': '●', 'sink < map': '●' },
  'a diamond branches and joins': {
    source: '●  ',
    'work < source': '●─╮',
    'left < work': '● │',
    'right < work': '│ ●',
    'join < left right': '●─╯',
    'sink < join': '●  ',
  },
  'two sources join': { orders: '●  ', users: '│ ●', 'join < orders users': '●─╯', 'sink < join': '●  ' },
  'two edges between the same vertices share a lane': { source: '●', 'self-join < source source': '●' },
  'several edges end and start at one vertex': {
    a: '●    ',
    b: '│ ●  ',
    c: '│ │ ●',
    'hub < a b c': '●─┼─┤',
    'x < hub': '● │ │',
    'y < hub': '  ● │',
    'z < hub': '    ●',
  },
  'a run crosses an edge that goes on': {
    a: '●    ',
    b: '│ ●  ',
    'c < a': '●─┼─╮',
    'd < c': '● │ │',
    'e < b': '  ● │',
    'f < c': '    ●',
  },
  'edges end in the middle of a run, and start there': {
    a: '●─┬─╮',
    'b < a': '● │ │',
    'c < a': '│ ● │',
    'd < a b c': '●─┴─╯',
  },
  'a free slot is used again': {
    a: '●─╮',
    'b < a': '● │',
    'c < a': '  ●',
    d: '●  ',
    'e < d': '●  ',
  },
  'a vertex below one that has no consumer does not look like its consumer': {
    a: '●  ',
    'b < a': '●  ',
    c: '  ●',
    'd < c': '  ●',
    e: '●  ',
  },
  'unknown inputs and cycles are left away': { 'a < ghost b': '●', 'b < a b': '●' },
};

for (const [name, rows] of Object.entries(graphs)) {
  test(name, () => assert.deepEqual(graphLanes(Object.keys(rows).map(node)), Object.values(rows)));
}

test('a gutter is at most as wide as allowed: hidden lanes are an ellipsis, and each node is shown', () => {
  const sources = Array.from({ length: 30 }, (_, index): GraphNode => ({ id: `s${index}`, inputs: [] }));
  const rows = graphLanes([...sources, { id: 'join', inputs: sources.map(({ id }) => id) }]);
  assert.deepEqual(rows.slice(4, 8), ['│ │ │ │ ●   ', '│ │ │ │ │ ● ', '│ │ │ │ │ │●', '│ │ │ │ │ │●']);
  assert.equal(rows.at(-1), '●─┴─┴─┴─┴─┴…');
});

test('no vertices have no rows', () => assert.deepEqual(graphLanes([]), []));

test('in ASCII, branches and joins stay visible and aligned', () => {
  assert.equal(asciiOf('●─┬─┼─┤ ├ ┴ ╮ ╯ │', '~'), 'o-+-+-+ + + + + |'.replace('o', '*'));
});

import type { Movement } from '../draw/movement.ts';

const start: Movement = { kind: 'start' };
const end: Movement = { kind: 'end' };

/** The keys that move, in a pane, a list or a text, in the order of the help. */
const movementRows: readonly { readonly help: string; readonly motions: { readonly [key: string]: Movement } }[] = [
  { help: 'a line', motions: { up: lines(-1), down: lines(1), j: lines(1), k: lines(-1) } },
  {
    help: 'a page',
    motions: { pageup: pages(-1), pagedown: pages(1), 'ctrl-b': pages(-1), 'ctrl-f': pages(1) },
  },
  { help: 'half a page', motions: { 'ctrl-u': pages(-0.5), 'ctrl-d': pages(0.5) } },
  { help: 'to the beginning, to the end', motions: { g: start, G: end, home: start, end } },
];

const motions = new Map(movementRows.flatMap((row) => Object.entries(row.motions)));

export const movementKeys = movementRows.map((row) => ({ keys: Object.keys(row.motions), help: row.help }));

/** For a binding of all of them: the section `Moving` names each. */
export const allMovement = { keys: [...motions.keys()], shown: ['↑↓'] } as const;

export function movementOf(key: string): Movement | undefined {
  return motions.get(key);
}

function lines(count: number): Movement {
  return { kind: 'lines', count };
}

function pages(count: number): Movement {
  return { kind: 'pages', count };
}

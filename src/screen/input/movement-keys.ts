import type { Movement } from '../draw/movement.ts';

const start: Movement = { kind: 'start' };
const end: Movement = { kind: 'end' };

/** The movement keys of panes, lists and texts, in the order of the help. */
const movementRows: readonly { readonly help: string; readonly movements: { readonly [key: string]: Movement } }[] = [
  { help: 'Move one line', movements: { up: lines(-1), down: lines(1), j: lines(1), k: lines(-1) } },
  {
    help: 'Move one page',
    movements: { pageup: pages(-1), pagedown: pages(1), 'ctrl-b': pages(-1), 'ctrl-f': pages(1) },
  },
  { help: 'Move half a page', movements: { 'ctrl-u': pages(-0.5), 'ctrl-d': pages(0.5) } },
  { help: 'Go to the start or the end', movements: { g: start, G: end, home: start, end } },
];

const movements = new Map(movementRows.flatMap((row) => Object.entries(row.movements)));

export const movementKeys = movementRows.map((row) => ({ keys: Object.keys(row.movements), help: row.help }));

/** For a binding of all movement keys. The help lists them in its section `Movement`. */
export const allMovement = { keys: [...movements.keys()], shown: ['↑↓'] } as const;

/** The keys of an Ink list, which handles them itself. */
export const chooseInList = { keys: ['up', 'down', 'j', 'k'], shown: ['↑↓'], hint: 'choose', run: 'ink' } as const;

export function movementOf(key: string): Movement | undefined {
  return movements.get(key);
}

function lines(count: number): Movement {
  return { kind: 'lines', count };
}

function pages(count: number): Movement {
  return { kind: 'pages', count };
}

import type { Movement } from '../draw/movement.ts';
import type { MovementKey } from '../state/screen.ts';

/** The movement keys of panes, lists and texts, in the order of the help. */
export const movementKeys: readonly MovementKey[] = [
  { action: 'move.up', canonical: 'up', keys: ['up', 'k'], movement: lines(-1), help: 'Move one line up' },
  { action: 'move.down', canonical: 'down', keys: ['down', 'j'], movement: lines(1), help: 'Move one line down' },
  {
    action: 'move.page-up',
    canonical: 'pageup',
    keys: ['pageup', 'ctrl-b'],
    movement: pages(-1),
    help: 'Move one page up',
  },
  {
    action: 'move.page-down',
    canonical: 'pagedown',
    keys: ['pagedown', 'ctrl-f'],
    movement: pages(1),
    help: 'Move one page down',
  },
  // No terminal has a key with the name `halfpageup` or `halfpagedown`.
  {
    action: 'move.half-page-up',
    canonical: 'halfpageup',
    keys: ['ctrl-u'],
    movement: pages(-0.5),
    help: 'Move half a page up',
  },
  {
    action: 'move.half-page-down',
    canonical: 'halfpagedown',
    keys: ['ctrl-d'],
    movement: pages(0.5),
    help: 'Move half a page down',
  },
  {
    action: 'move.start',
    canonical: 'home',
    keys: ['home', 'g'],
    movement: { kind: 'start' },
    help: 'Go to the start',
  },
  { action: 'move.end', canonical: 'end', keys: ['end', 'G'], movement: { kind: 'end' }, help: 'Go to the end' },
];

const movements = new Map(movementKeys.map(({ canonical, movement }) => [canonical, movement]));

/** For a binding of all movement keys. The help lists them in its section `Movement`. */
export const allMovement = { keys: [...movements.keys()], shown: ['↑↓'] } as const;

/** The keys of an Ink list, which handles them itself. */
export const chooseInList = { keys: ['up', 'down'], shown: ['↑↓'], hint: 'choose', run: 'ink' } as const;

/** Returns the movement of a canonical key. */
export function movementOf(canonicalKey: string): Movement | undefined {
  return movements.get(canonicalKey);
}

function lines(count: number): Movement {
  return { kind: 'lines', count };
}

function pages(count: number): Movement {
  return { kind: 'pages', count };
}

import type { Motion } from '../draw/motion.ts';

const start: Motion = { kind: 'start' };
const end: Motion = { kind: 'end' };

/** The keys that move, in a pane, a list or a text, in the order of the help. */
const movement: readonly { readonly help: string; readonly motions: { readonly [key: string]: Motion } }[] = [
  { help: 'a line', motions: { up: lines(-1), down: lines(1), j: lines(1), k: lines(-1) } },
  {
    help: 'a page',
    motions: { pageup: pages(-1), pagedown: pages(1), 'ctrl-b': pages(-1), 'ctrl-f': pages(1) },
  },
  { help: 'half a page', motions: { 'ctrl-u': pages(-0.5), 'ctrl-d': pages(0.5) } },
  { help: 'to the beginning, to the end', motions: { g: start, G: end, home: start, end } },
];

const motions = new Map(movement.flatMap((row) => Object.entries(row.motions)));

export const movementKeys = movement.map((row) => ({ keys: Object.keys(row.motions), help: row.help }));

/** For a binding of all of them: the section `Moving` names each. */
export const allMovement = { keys: [...motions.keys()], shown: ['↑↓'] } as const;

export function motionOf(key: string): Motion | undefined {
  return motions.get(key);
}

function lines(count: number): Motion {
  return { kind: 'lines', count };
}

function pages(count: number): Motion {
  return { kind: 'pages', count };
}

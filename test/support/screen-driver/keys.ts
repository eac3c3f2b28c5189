import { views } from '../../../src/screen/all-views.ts';
import type { Movement } from '../../../src/screen/draw/movement.ts';
import { bindingsEverywhere, bindingsOf } from '../../../src/screen/input/active-bindings.ts';
import { keySections } from '../../../src/screen/input/key-sections.ts';

const namedKeys: { readonly [name: string]: string } = {
  escape: '\x1b',
  enter: '\r',
  tab: '\t',
  'shift-tab': '\x1b[Z',
  backspace: '\x7f',
  space: ' ',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
  insert: '\x1b[2~',
  delete: '\x1b[3~',
  ...Object.fromEntries(['P', 'Q', 'R', 'S'].map((final, index) => [`f${index + 1}`, `\x1bO${final}`])),
  ...Object.fromEntries([15, 17, 18, 19, 20, 21, 23, 24].map((number, index) => [`f${index + 5}`, `\x1b[${number}~`])),
};

/** Returns the bytes that a terminal sends for a key, as the inverse of `decode.ts`. */
export function bytesOf(key: string): string {
  const named = namedKeys[key];
  if (named !== undefined) return named;
  if (/^ctrl-[a-z]$/.test(key)) return String.fromCharCode(key.charCodeAt(5) - 0x60);
  if (key.startsWith('alt-')) return `\x1b${bytesOf(key.slice(4))}`;
  if ([...key].length !== 1) throw new Error(`no bytes are known for the key ${key}`);
  return key;
}

/** Returns the keys of an action, such as `job.cancel`. Throws if the given view does not have the action. */
function keysOf(action: string, viewId?: string): readonly string[] {
  const bindings =
    viewId === undefined
      ? keySections(views).flatMap(({ keys }) => keys)
      : [...bindingsOf(views, views.get(viewId)), ...bindingsEverywhere(views)];
  const found = bindings.find((binding) => binding.action === action);
  if (found === undefined)
    throw new Error(`no binding has the action ${action}${viewId === undefined ? '' : ` in the view ${viewId}`}`);
  return found.keys;
}

/** Returns the first key of an action, or `key`. Throws if `key` is not a key of the action. */
export function keyOf(action: string, key?: string, viewId?: string): string {
  const keys = keysOf(action, viewId);
  const chosen = key ?? keys[0];
  if (chosen === undefined || !keys.includes(chosen))
    throw new Error(`${key} is not a key of the action ${action}, whose keys are ${keys.join(' ')}`);
  return chosen;
}

/** Returns the first key of this cursor movement. */
export function movementKey(movement: Movement): string {
  const expected = JSON.stringify(movement);
  const found = views.movements.find((one) => JSON.stringify(one.movement) === expected);
  if (found?.keys[0] === undefined) throw new Error(`no key has the movement ${expected}`);
  return found.keys[0];
}

import type { Binding, MovementKey, View, Views } from '../state/screen.ts';
import { paneNames } from '../state/screen-state.ts';
import { commandBindings } from './command-bindings.ts';
import { globalBindings } from './global-bindings.ts';
import { bytesOfKey } from './key-bytes.ts';
import { movementKeys } from './movement-keys.ts';
import { toastBindings } from './toast-bindings.ts';

/** The keys of actions that the user has changed, by action name. */
export type Keymap = ReadonlyMap<string, readonly string[]>;

const defaultKeys: Keymap = new Map();

/** Creates the table of views. This is the only place where the keys of the user replace the default keys. */
export function createViews(records: readonly View[], keymap: Keymap = defaultKeys): Views {
  const all = records
    .map((record) => withKeys(record, keymap))
    .toSorted((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title, 'en'));
  const byId = new Map(all.map((record) => [record.id, record]));
  const openersByView = Map.groupBy(
    all.flatMap(({ opens = [] }) => opens),
    ({ viewId }) => viewId,
  );
  const commands = rememberByPane((pane) => commandBindings(pane).map((binding) => rebind(binding, keymap)));
  return {
    all,
    get: (id) => {
      const found = byId.get(id);
      if (found === undefined) throw new Error(`unknown view ${id}`);
      return found;
    },
    openers: (viewId) => openersByView.get(viewId) ?? [],
    global: globalBindings.map((binding) => rebind(binding, keymap)),
    toasts: toastBindings.map((binding) => rebind(binding, keymap)),
    commands,
    movements: movementKeys.map((movement) => rebindMovement(movement, keymap)),
  };
}

/** Replaces the keys of a view. The key that opens it also closes it, if it does so by default. */
function withKeys(record: View, keymap: Keymap): View {
  if (keymap.size === 0) return record;
  const opens = record.opens?.map((opener) => rebind(opener, keymap));
  const closingKeys = (keys: readonly string[]) => {
    const changed = (record.opens ?? []).filter(
      ({ action, keys: opening }) => keymap.has(action) && overlap(opening, keys),
    );
    const freed = changed.flatMap((opener) => opener.keys);
    return [
      ...keys.filter((key) => !freed.includes(key)),
      ...changed.flatMap(({ action }) => keymap.get(action) ?? []),
    ];
  };
  const bindings = record.bindings.map((binding) =>
    binding.action.endsWith('.close') && !keymap.has(binding.action)
      ? { ...binding, keys: closingKeys(binding.keys) }
      : rebind(binding, keymap),
  );
  return { ...record, bindings, ...(opens === undefined ? {} : { opens }) };
}

function overlap(some: readonly string[], others: readonly string[]): boolean {
  return some.some((key) => others.includes(key));
}

function rebind<Bound extends Binding>(binding: Bound, keymap: Keymap): Bound {
  const keys = keymap.get(binding.action);
  if (keys === undefined) return binding;
  const { shown, ...rest } = binding;
  const inkBytes = binding.run === 'ink' ? { inkBytes: bytesOfKey(binding.keys[0] ?? '') } : {};
  return { ...(rest as Bound), keys, ...inkBytes };
}

/** Arrow keys, PgUp, PgDn, Home and End always move. Terminals have no other use for them. */
function rebindMovement(movement: MovementKey, keymap: Keymap): MovementKey {
  const keys = keymap.get(movement.action);
  if (keys === undefined) return movement;
  const isAlwaysKept = movement.keys.includes(movement.canonical);
  return { ...movement, keys: isAlwaysKept ? [...new Set([movement.canonical, ...keys])] : keys };
}

function rememberByPane(read: (pane: string) => readonly Binding[]): (pane: string) => readonly Binding[] {
  const known = new Map<string, readonly Binding[]>();
  return (pane) => {
    const found = known.get(pane) ?? read(pane);
    known.set(pane, found);
    return found;
  };
}

/** Orders panes by their position on the screen, then pages, then overlays. */
function rank({ id, kind }: View): number {
  if (kind !== 'pane') return paneNames.length + (kind === 'page' ? 0 : 1);
  return (paneNames as readonly string[]).indexOf(id);
}

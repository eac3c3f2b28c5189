import { type KeySettings, SettingsError } from '../../settings/settings.ts';
import { nearest } from '../../text/nearest.ts';
import type { View, Views } from '../state/screen.ts';
import { type BoundAction, boundActions } from './bound-actions.ts';
import { createViews, type Keymap } from './create-views.ts';
import { findCollisions } from './key-collisions.ts';
import { parseKeys } from './parse-keys.ts';

const maxProblems = 10;

type Problem = { readonly line: number; readonly text: string };

/** Returns the views with the keys of the config file. Throws a SettingsError that lists every problem with its line. */
export function customiseKeys(records: readonly View[], { path, actions }: KeySettings): Views {
  const defaults = createViews(records);
  const known = Map.groupBy(boundActions(defaults), ({ action }) => action);
  const parsed = actions.map(({ action, keys, line }) => ({ action, line, keys: keys.map(parseKeys) }));
  const problems = parsed.flatMap(({ action, line, keys }): readonly Problem[] =>
    [
      ...checkAction(action, known),
      ...keys.flatMap((key) => ('problem' in key ? [`${action}: ${key.problem}`] : checkText(action, key.keys, known))),
    ].map((text) => ({ line, text })),
  );
  const keymap: Keymap = new Map(
    parsed.map(({ action, keys }) => [action, keys.flatMap((key) => ('keys' in key ? [key.keys] : []))]),
  );
  const views = createViews(records, keymap);
  const lines = new Map(actions.map(({ action, line }) => [action, line]));
  // Collisions of keys that are wrong anyway would only repeat their problems.
  const all = problems.length > 0 ? problems : findCollisions(defaults, views, keymap).map(atLine(lines));
  if (all.length > 0)
    throw keysError(
      path,
      all.toSorted((a, b) => a.line - b.line),
    );
  return views;
}

function atLine(lines: ReadonlyMap<string, number>) {
  return ({ actions, text }: { readonly actions: readonly string[]; readonly text: string }): Problem => {
    const [first = 0, ...others] = actions.flatMap((action) => lines.get(action) ?? []).toSorted((a, b) => b - a);
    return { line: first, text: others.length === 0 ? text : `${text} (see line ${others.join(', ')})` };
  };
}

function keysError(path: string, problems: readonly Problem[]): SettingsError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  const more = problems.length - maxProblems;
  return new SettingsError(`${count} with the keys in ${path}`, [
    ...problems.slice(0, maxProblems).map(({ line, text }) => `Line ${line}: ${text}`),
    ...(more > 0 ? [`And ${more} more`] : []),
    'docs/keys.md lists all actions. An action without a line has its default keys.',
  ]);
}

function checkAction(action: string, known: ReadonlyMap<string, readonly BoundAction[]>): readonly string[] {
  const bound = known.get(action);
  if (bound === undefined) {
    const [suggestion] = nearest(action, [...known.keys()]);
    return [`unknown action ${action}${suggestion === undefined ? '' : `. Did you mean ${suggestion}?`}`];
  }
  if (bound.some(({ isTyped }) => isTyped)) return [`${action} is text to type, not a key`];
  if (bound.some(({ followsMovement }) => followsMovement))
    return [`${action} follows the movement keys. Set move.up, move.down and the others instead`];
  return [];
}

/** A letter cannot be a key while the user types. */
function checkText(
  action: string,
  keys: string,
  known: ReadonlyMap<string, readonly BoundAction[]>,
): readonly string[] {
  const [first = ''] = keys.split(' ');
  const isText = first === 'space' || [...first].length === 1;
  const typing = known.get(action)?.find(({ isWhileTyping }) => isWhileTyping);
  if (!isText || typing === undefined) return [];
  return [
    `${action}: ${keys} would be typed as text in ${typing.view ?? 'a prompt'}. Use a key such as Enter, F5, Ctrl-X or Alt-X`,
  ];
}

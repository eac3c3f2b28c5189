import type { Document, LineCounter, Node, Pair, Scalar, YAMLMap } from 'yaml';
import { type ConfiguredKeys, SettingsError } from './settings.ts';

/** The name in the config file. Only the screen has keys, so they have no flag and no environment variable. */
export const keysName = 'keys';

const example = [
  'Write one action per line, for example:',
  '  keys:',
  '    job.cancel: ctrl-x',
  '    session.why: [D, g w]',
];

/** Reads the keys of actions. Their names are checked when the screen opens, because only the screen knows them. */
export function readKeySettings(document: Document, lines: LineCounter, path: string): readonly ConfiguredKeys[] {
  const node = document.get(keysName, true) as Node | undefined;
  if (node === undefined) return [];
  if (!isMap(node)) throw new SettingsError(`${keysName} in ${path} is not a list of actions`, example);
  return node.items.map((item) => {
    const { key, value } = item as Pair<Scalar, Node | null>;
    const line = lines.linePos(key.range?.[0] ?? 0).line;
    const keys = textsOf(value?.toJS(document));
    if (keys !== undefined) return { action: String(key.value), keys, line };
    throw new SettingsError(
      `invalid keys of ${String(key.value)} in ${path}, line ${line}: must be a key or a list of keys`,
      [...example, 'An empty list removes the keys of an action.'],
    );
  });
}

function isMap(node: Node): node is YAMLMap {
  const { items } = node as Partial<YAMLMap>;
  return Array.isArray(items) && items.every((item: unknown) => item instanceof Object && 'key' in item);
}

/** YAML reads an unquoted digit as a number. */
function textsOf(value: unknown): readonly string[] | undefined {
  const texts = (Array.isArray(value) ? value : [value]).map((one) => (typeof one === 'number' ? String(one) : one));
  return texts.every((text) => typeof text === 'string') ? texts : undefined;
}

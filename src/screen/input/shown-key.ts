import type { DescribedKey } from '../state/screen.ts';

const names: { readonly [key: string]: string } = {
  enter: 'Enter',
  backspace: 'Backspace',
  escape: 'Esc',
  space: 'Space',
  tab: 'Tab',
  'shift-tab': 'Shift-Tab',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
};

/** Returns the keys of a binding as the help shows them. */
export function shownKeys({ keys, shown = keys.map(shownKey) }: DescribedKey): readonly string[] {
  return shown;
}

/** Returns the key that the footer shows for a binding. */
export function firstShownKey({ keys: [first = ''], shown }: DescribedKey): string {
  return shown?.join(' ') ?? shownKey(first);
}

/** Formats a key or a sequence of keys: `Enter`, `Ctrl-D`, `F1`, `x`, `g s`. */
export function shownKey(key: string): string {
  if (key.includes(' ')) return key.split(' ').map(shownKey).join(' ');
  if (/^f\d+$/.test(key)) return key.toUpperCase();
  if (key.startsWith('alt-')) return `Alt-${key.slice(4)}`;
  return names[key] ?? key.replace(/^ctrl-(.)$/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`);
}

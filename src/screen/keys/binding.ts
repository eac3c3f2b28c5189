import type { PaneName } from '../layout.ts';
import type { Screen } from '../store/screen.ts';
import type { ScreenState } from '../store/screen-state.ts';

/** Where a key means what its binding says. */
export type Place = PaneName | 'any' | 'detail';

/** One record a key: the dispatcher, the footer, the help and docs/keys.md are read off it. */
export type Binding = {
  /** Any of these keys, the first one is shown. */
  readonly keys: readonly string[];
  readonly place: Place;
  /** One or two words for the footer; without them it is in the help only. */
  readonly hint?: string;
  readonly help: string;
  /** true, or the sentence that says why not. */
  readonly available?: (state: ScreenState) => true | string;
  readonly run: (screen: Screen) => void;
};

const shownKeys: { readonly [key: string]: string } = {
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

/** A key as people write it: `Enter`, `Ctrl-D`, `F1`, `x`. */
export function shownKey(key: string): string {
  if (/^f\d+$/.test(key)) return key.toUpperCase();
  if (key.startsWith('alt-')) return `Alt-${key.slice(4)}`;
  return shownKeys[key] ?? key.replace(/^ctrl-(.)$/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`);
}

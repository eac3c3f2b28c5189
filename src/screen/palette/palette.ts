import type { Line } from '../draw/edit-line.ts';
import type { Screen, Views } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Token } from '../theme/theme.ts';

/** An action or an object that the palette offers. */
export type Entry = {
  /** Unique: `action job.cancel`, `job a1b2…`. */
  readonly key: string;
  /** Printable. The palette searches in it and highlights the match. */
  readonly title: string;
  /** Another text to search in: the name of the action. Empty without one. */
  readonly alias: string;
  /** A hexadecimal id, of which the first characters find the entry. */
  readonly id?: string;
  /** What the entry is, and its state: `job · RUNNING`. */
  readonly kind: string;
  readonly kindToken?: Token | undefined;
  /** The key or the command that does the same; empty without one. */
  readonly shownKey: string;
  /** Place in the palette without a query: sick objects, actions of the view, other actions, other objects. */
  readonly rank: 0 | 1 | 2 | 3;
  /** Whether it closes all overlays. It then waits until an open question is answered. */
  readonly leavesOverlays?: true;
  /** Returns true, or the reason why the entry cannot run. The state is without the palette. */
  readonly available?: ((state: ScreenState) => true | string) | undefined;
  /** Called after the palette is closed. */
  readonly run: (screen: Screen) => void;
};

/** What the sources of entries read: the state without the palette. */
export type Below = { readonly views: Views; readonly state: ScreenState };

/** A found entry and the positions of the matching characters in its title. */
export type Found = { readonly entry: Entry; readonly matches: readonly number[] };

/** State of the overlay `palette`. */
export type Palette = {
  readonly views: Views;
  readonly line: Line;
  /**
   * Found by the last change of the line. New data does not move the entries, so that Enter runs the one that the user saw.
   * undefined until the code is loaded.
   */
  readonly found: readonly Found[] | undefined;
  /** Number of all matches. */
  readonly count: number;
  /** Index of the entry under the cursor. */
  readonly cursor: number;
  readonly top: number;
};

export const paletteId = 'palette';

/** The purpose of the history with the keys of the entries that were run. */
export const recentPurpose = 'palette';

/** Returns true, or the reason why the entry cannot run now. */
export function availabilityOf({ available, leavesOverlays }: Entry, { views, state }: Below): true | string {
  const isAsking = leavesOverlays === true && state.layers.some(({ id }) => views.get(id).isQuestion === true);
  return isAsking ? 'answer the question first' : (available?.(state) ?? true);
}

export function belowPalette({ views }: Pick<Palette, 'views'>, state: ScreenState): Below {
  const isOpen = state.layers.at(-1)?.id === paletteId;
  return { views, state: isOpen ? { ...state, layers: state.layers.slice(0, -1) } : state };
}

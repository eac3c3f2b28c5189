import type { ReactNode } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { LocalState } from '../../commands/record/local-state.ts';
import type { SaveLines } from '../../logs/save-lines.ts';
import type { Reading } from '../../session/readings/reading.ts';
import type { Session } from '../../session/session.ts';
import type { Key } from '../draw/key.ts';
import type { Movement } from '../draw/movement.ts';
import type { Rectangle } from '../draw/rectangle.ts';
import type { ScreenExit } from './screen-exit.ts';
import { paneNames, type ScreenState, type ScreenTarget } from './screen-state.ts';

/** What the actions work with: the state, the views, and the few ways out. */
export type Screen = {
  readonly store: StoreApi<ScreenState>;
  readonly views: Views;
  /** Aborted when the screen is left. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly leave: (exit: ScreenExit) => void;
  readonly attach: (target: ScreenTarget) => void;
  /** Into the terminal's clipboard (OSC 52). */
  readonly copy: (text: string) => void;
  readonly saveLines: SaveLines;
  /** What is kept from one run to the next; undefined where nothing is to be. */
  readonly local: LocalState | undefined;
  readonly rememberForwards: 'never' | 'ask' | 'always';
  /** Keeps the whole of an error that the person is told a sentence of. */
  readonly log: (error: unknown) => void;
};

/** What the help and docs/keys.md say of a key. */
export type DescribedKey = {
  /** Any of these keys, the first one is shown in the footer. */
  readonly keys: readonly string[];
  /** How they are shown, where that is not one by one. */
  readonly shown?: readonly string[];
  readonly help: string;
};

/** One record a key: the dispatcher, the footer, the help and docs/keys.md read it. `Own` is the state of its view. */
export type Binding<Own = unknown> = DescribedKey & {
  /** `job.cancel`: unique, and what settings name. */
  readonly action: string;
  /** One or two words for the footer; without them it is in the help only. */
  readonly hint?: string | ((own: Own) => string);
  /** At the right end of the footer, however narrow that is. */
  readonly isLasting?: true;
  /** Whether it means this now; always if not given. */
  readonly when?: (own: Own) => boolean;
  /** true, or the sentence that says why not. */
  readonly available?: (state: ScreenState) => true | string;
  /** `ink`: the component that Ink runs gets it. `typed`: no key, but a text that means something. */
  readonly run: 'ink' | 'typed' | ((screen: Screen, own: Own, key: Key) => void);
};

/** A key that leads to a view: in a pane, or in all of them. */
export type Opener = Binding & {
  /** The id of a view, or `any`. */
  readonly place: string;
  /** It means the same over whatever takes no text. */
  readonly isOverOverlays?: true;
};

/** A pane, a page or an overlay: one record each in views.ts, all that the rest of the screen knows of it. */
export type View<Own = unknown> = {
  readonly id: string;
  /** The heading of its keys in the help and docs/keys.md. */
  readonly title: string;
  /** A pane stands beside others, a page takes the place of all panes, an overlay lies over them and gets every key. */
  readonly kind: 'pane' | 'page' | 'overlay';
  readonly bindings: readonly Binding<Own>[];
  /** The pane whose command keys mean the same here; none but its own if not given. */
  readonly commandsOf?: string;
  readonly opens?: readonly Opener[];
  /** What every other key does, where text is typed. */
  readonly edit?: (screen: Screen, own: Own, key: Key) => void;
  /** Whether it is typed now; always if not given and there is an `edit`. */
  readonly takesText?: (own: Own) => boolean;
  /** A list that one comes back to: what opens by itself lies over it, and under everything else. */
  readonly isList?: (own: Own) => boolean;
  /** What the keys that move do in a pane or a page. */
  readonly move?: (screen: Screen, motion: Movement) => void;
  /** What `/` narrows. */
  readonly filter?: {
    readonly text: (state: ScreenState) => string;
    readonly set: (screen: Screen, text: string) => void;
  };
  /** What Esc undoes in a pane; undefined where there is nothing. */
  readonly back?: (state: ScreenState) => ((screen: Screen) => void) | undefined;
  /** What is typed, in the line above the keys. */
  readonly prompt?: (state: ScreenState, own: Own, width: number) => string;
  /** What the line above the keys says while nothing else is to be said there. */
  readonly status?: (state: ScreenState) => string;
  /** Goes before a message in that line. */
  readonly statusPrefix?: (state: ScreenState) => string | undefined;
  /** What stands in place of the keys: what is wrong with the typed line, or what it may become. */
  readonly insteadOfKeys?: (state: ScreenState, own: Own, width: number) => string | undefined;
  /** What is polled from Flink for it while it is shown. */
  readonly readings?: (state: ScreenState, own: Own) => readonly Reading<unknown>[];
  /** What goes on while a cluster is attached, shown or not. Returns what ends it. */
  readonly watch?: (screen: Screen, session: Session) => () => void;
  /** Not given for what is typed in the line above the keys, and nowhere else. */
  readonly draw?: Drawing<Own>;
};

/** A frame with rows in it, or, where that is not all, a component. */
type Drawing<Own> =
  | { readonly box: (state: ScreenState, own: Own) => Box | undefined; readonly component?: undefined }
  | { readonly component: (props: { readonly own: Own }) => ReactNode };

/** A frame at its place, with finished rows no wider than its inside. */
export type Box = {
  readonly rectangle: Rectangle;
  readonly title: string;
  /** At the right end of the title, for what is not as it should be. */
  readonly note?: string | undefined;
  readonly isFocused: boolean;
  readonly text: string;
};

export type Views = {
  /** In the order of the help and docs/keys.md: panes, pages, then overlays by title. */
  readonly all: readonly View[];
  readonly get: (id: string) => View;
  /** The keys that lead to other views, of this place. */
  readonly openers: (place: string) => readonly Opener[];
};

/** Typed where it is written, erased in the table. */
export function view<Own>(record: View<Own>): View {
  return record as unknown as View;
}

export function createViews(records: readonly View[]): Views {
  const all = records.toSorted((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title, 'en'));
  const byId = new Map(all.map((record) => [record.id, record]));
  const byPlace = Map.groupBy(
    all.flatMap(({ opens = [] }) => opens),
    ({ place }) => place,
  );
  return {
    all,
    get: (id) => {
      const found = byId.get(id);
      if (found === undefined) throw new Error(`there is no view ${id}`);
      return found;
    },
    openers: (place) => byPlace.get(place) ?? [],
  };
}

/** Panes in their order on the screen, then pages, then overlays. */
function rank({ id, kind }: View): number {
  if (kind !== 'pane') return paneNames.length + (kind === 'page' ? 0 : 1);
  return (paneNames as readonly string[]).indexOf(id);
}

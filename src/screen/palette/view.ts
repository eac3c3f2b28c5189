import { editLine, emptyLine } from '../draw/edit-line.ts';
import { widthOf } from '../draw/fit.ts';
import { cursorPosition } from '../draw/frame/scroll-position.ts';
import { type Movement, moveBy, windowTop } from '../draw/movement.ts';
import { centred } from '../draw/rectangle.ts';
import { typedRow } from '../draw/typed-row.ts';
import { closeBinding } from '../input/close-binding.ts';
import { movementBinding } from '../input/movement-binding.ts';
import { changeLayer, openLayer, topViewState } from '../state/layers.ts';
import { layoutOf } from '../state/layout.ts';
import { type Screen, view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { loadedParts, withParts } from './load-parts.ts';
import { belowPalette, type Palette, paletteId } from './palette.ts';

/** Rows of the box that are not entries: the frame, the typed line and the row below the list. */
const otherRows = 4;
const maxSize = { width: 110, height: 24 };

/** Finds an action or an object by a part of its name. */
export const palette = view<Palette>({
  id: paletteId,
  title: 'Palette',
  kind: 'overlay',
  bindings: [
    {
      action: 'palette.run',
      keys: ['enter'],
      hint: 'run',
      help: 'Run the action, or go to the object',
      run: (screen) => withParts(screen, ({ runSelected }) => runSelected(screen)),
    },
    movementBinding<Palette>(
      {
        action: 'palette.move',
        keys: ['up', 'down', 'pageup', 'pagedown'],
        shown: ['↑↓'],
        hint: 'choose',
        help: 'Select another entry',
      },
      move,
    ),
    { action: 'palette.actions', keys: ['>'], hint: 'actions', help: 'Before the text: only actions', run: 'typed' },
    { action: 'palette.jobs', keys: ['#'], hint: 'jobs', help: 'Before the text: only jobs', run: 'typed' },
    { action: 'palette.pods', keys: ['@'], hint: 'pods', help: 'Before the text: only pods', run: 'typed' },
    closeBinding(paletteId, ['escape', 'ctrl-p']),
  ],
  opens: [
    {
      viewId: 'any',
      isOverOverlays: true,
      action: 'palette.open',
      keys: ['ctrl-p'],
      // In an overlay, the footer has room for its own keys only.
      hint: (_, { layers }) => (layers.length === 0 ? 'palette' : undefined),
      help: 'Find an action, job, pod, vertex, logger or forward by a part of its name',
      run: open,
    },
  ],
  edit: (screen, shown, key) => {
    const line = editLine(shown.line, key);
    if (line === undefined) return;
    if (line.text === shown.line.text) changeLayer<Palette>(screen, { ...shown, line });
    else search(screen, { ...shown, line });
  },
  draw: {
    box: (state, shown) => {
      const { found, line, cursor } = shown;
      const rectangle = rectangleOf(state);
      const size = { width: rectangle.width - 2, height: rectangle.height - 2 };
      return {
        rectangle,
        title: 'Palette',
        position: cursorPosition(cursor, found?.length ?? 0),
        isFocused: true,
        text: [
          promptRow(state, line, size.width),
          ...(loadedParts()?.paletteRows(state, shown, size.width, pageOf(state)) ?? []),
        ].join('\n'),
      };
    },
  },
});

/** Draws the typed line in the whole width, so that it covers the panes. */
function promptRow({ theme }: ScreenState, line: Palette['line'], width: number): string {
  const blanks = width - widthOf(` › ${line.text} `);
  return typedRow(' › ', line, theme, width) + ' '.repeat(Math.max(0, blanks));
}

function open(screen: Screen): void {
  const shown: Palette = { views: screen.views, line: emptyLine, found: undefined, count: 0, cursor: 0, top: 0 };
  openLayer<Palette>(screen, paletteId, shown);
  withParts(screen, ({ prepareSearch }) => {
    const current = () => topViewState<Palette>(screen.store.getState(), paletteId);
    const opened = current();
    // The user may have typed while the code was loaded.
    if (opened !== undefined && opened.found === undefined) search(screen, opened);
    prepareSearch(() => {
      const still = current();
      return still && belowPalette(still, screen.store.getState());
    });
  });
}

function search(screen: Screen, shown: Palette): void {
  changeLayer<Palette>(screen, loadedParts()?.searchPalette(screen.store.getState(), shown) ?? shown);
}

function move(screen: Screen, shown: Palette, movement: Movement): void {
  const count = shown.found?.length ?? 0;
  const page = pageOf(screen.store.getState());
  const cursor = moveBy(shown.cursor, movement, page, count - 1);
  changeLayer<Palette>(screen, { ...shown, cursor, top: windowTop(shown.top, cursor, page, count) });
}

function rectangleOf(state: ScreenState) {
  return centred(layoutOf(state).body, maxSize);
}

/** Returns the number of visible entries. */
function pageOf(state: ScreenState): number {
  return Math.max(1, rectangleOf(state).height - otherRows);
}

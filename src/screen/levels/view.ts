import { emptyLine } from '../draw/edit-line.ts';
import { cursorPosition } from '../draw/frame/scroll-position.ts';
import { isAttached } from '../input/global-bindings.ts';
import { openLayer } from '../state/layers.ts';
import { typedLine } from '../state/open/prompt-history.ts';
import { view } from '../state/screen.ts';
import { editFilter, isListing, isTyping, levelsBindings } from './levels-bindings.ts';
import { type LevelList, levelsBox } from './levels-box.ts';
import { reportForgottenLevels } from './report-forgotten-levels.ts';
import { revertOverdueLevels } from './revert-overdue-levels.ts';

/** Overlay with the loggers and their levels. */
export const levels = view<LevelList>({
  id: 'levels',
  title: 'Log levels',
  kind: 'overlay',
  bindings: levelsBindings,
  opens: [
    {
      viewId: 'any',
      action: 'levels.open',
      keys: ['v'],
      hint: 'levels',
      help: 'View, change or reset log levels',
      available: isAttached,
      run: (screen) =>
        openLayer<LevelList>(screen, 'levels', { ...typedLine(emptyLine), cursor: undefined, isTyping: false }),
    },
  ],
  edit: editFilter,
  takesText: isTyping,
  isList: isListing,
  watch: (screen) => {
    const stops = [revertOverdueLevels(screen), reportForgottenLevels(screen)];
    return () => {
      for (const stop of stops) stop();
    };
  },
  draw: {
    box: (state, list) => {
      const { rectangle, rows, count, index } = levelsBox(state, list);
      const { text } = list.line;
      const note = text === '' && !list.isTyping ? undefined : `/${text}`;
      const position = cursorPosition(index, count);
      return { rectangle, title: `Levels (${count})`, note, position, isFocused: true, text: rows.join('\n') };
    },
  },
});

import { cursorPosition } from '../draw/frame/scroll-position.ts';
import { isAttached } from '../input/global-bindings.ts';
import { type LevelList, openLevels } from '../state/open/open-levels.ts';
import { view } from '../state/screen.ts';
import { editFilter, isListing, isTyping, levelsBindings } from './levels-bindings.ts';
import { levelsBox } from './levels-box.ts';
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
      run: (screen) => openLevels(screen),
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

import type { Theme } from '../../theme/theme.ts';
import { cut, widthOf } from '../fit.ts';

export type FrameTitle = {
  readonly text: string;
  /** A warning at the right end. */
  readonly note?: string | undefined;
  /** The scroll position, such as `3/6`, at the right end of the bottom edge. */
  readonly position?: string | undefined;
  /** Whether the frame warns of an action that ends or loses something. */
  readonly isDanger?: boolean;
};

const light = { corners: ['┌', '┐', '└', '┘'], across: '─', down: '│' } as const;
const heavy = { corners: ['┏', '┓', '┗', '┛'], across: '━', down: '┃' } as const;

/** Draws a box with its title in the top edge. A focused box has heavy lines, which are visible without colour. */
export function frameLines(
  { width, height }: { readonly width: number; readonly height: number },
  { text, note, position, isDanger = false }: FrameTitle,
  isFocused: boolean,
  theme: Theme,
): { readonly top: string; readonly side: string; readonly bottom: string } {
  const { corners, across, down } = isFocused ? heavy : light;
  const edge = isDanger ? theme['border.danger'] : isFocused ? theme['border.focus'] : theme.border;
  const title = isDanger ? theme['title.danger'] : isFocused ? theme['title.focus'] : theme.title;
  const room = width - 6;
  const noteRoom = Math.max(Math.floor(room * 0.6), room - widthOf(text) - 3);
  const shownNote = note === undefined ? '' : ` ${cut(note, noteRoom)} `;
  const shownText = ` ${cut(text, room - widthOf(shownNote))} `;
  const shownPosition = position === undefined || widthOf(position) > room ? '' : ` ${position} `;
  const rest = across.repeat(Math.max(0, width - 4 - widthOf(shownText) - widthOf(shownNote)));
  return {
    top:
      edge(corners[0] + across) + title(shownText) + edge(rest) + theme.warning(shownNote) + edge(across + corners[1]),
    side: Array.from({ length: Math.max(0, height - 2) }, () => edge(down)).join('\n'),
    bottom:
      edge(corners[2] + across.repeat(Math.max(0, width - 3 - widthOf(shownPosition)))) +
      theme.muted(shownPosition) +
      edge(`${width > 2 ? across : ''}${corners[3]}`),
  };
}

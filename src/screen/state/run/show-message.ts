import type { Token } from '../../theme/theme.ts';
import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';

/** Shows a message above the footer for some seconds, but only while `isRelevant` returns true. */
export function showMessage(
  screen: Pick<Screen, 'store' | 'now'>,
  text: string,
  token: Token = 'strong',
  isRelevant?: (state: ScreenState) => boolean,
): void {
  screen.store.setState({ status: { text, token, at: screen.now(), isRelevant } });
}

/** Shows that the overlay must be closed first. The message disappears with the overlay. */
export function showBlockedMessage(screen: Screen): void {
  const { length } = screen.store.getState().layers;
  showMessage(screen, 'press Esc to close this view first', 'warning', ({ layers }) => layers.length >= length);
}

/** Copies a text to the clipboard and shows it. */
export function copyAndShow(screen: Screen, text: string | undefined): void {
  if (text === undefined || text === '') return;
  screen.copy(text);
  showMessage(screen, text.includes('\n') ? `Copied ${text.split('\n').length} lines` : `Copied: ${text}`, 'ok');
}

import type { Token } from '../../theme/theme.ts';
import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';

/** Shown above the footer for some seconds; what is true only while `holds` says so, no longer than that. */
export function showMessage(
  screen: Pick<Screen, 'store' | 'now'>,
  text: string,
  token: Token = 'strong',
  holds?: (state: ScreenState) => boolean,
): void {
  screen.store.setState({ status: { text, token, at: screen.now(), holds } });
}

/** Said for a key that would mean something below; it is over once the layer is closed. */
export function showBlockedMessage(screen: Screen): void {
  const { length } = screen.store.getState().layers;
  showMessage(screen, 'Esc closes this first', 'warning', ({ layers }) => layers.length >= length);
}

/** Puts a text into the clipboard, and says which. */
export function copyAndShow(screen: Screen, text: string | undefined): void {
  if (text === undefined || text === '') return;
  screen.copy(text);
  showMessage(screen, `copied: ${text}`, 'ok');
}

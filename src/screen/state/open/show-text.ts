import { widthOf } from '../../draw/fit.ts';
import type { ScrolledText, TextRow } from '../../draw/frame/text-box.ts';
import { openLayer, openLayerBelow } from '../layers.ts';
import { showMessage } from '../run/show-message.ts';
import type { Screen } from '../screen.ts';
import { resultRow } from './result-row.ts';

/** State of the overlay `text`. */
export type ShownText = ScrolledText & {
  /** Text that `y` copies. */
  readonly copy: string;
};

/** Shows a result: in the status line if it fits, else in a text overlay. */
export function showText(screen: Screen, title: string, text: string, copy = text): void {
  const lines = text.split('\n');
  const { columns } = screen.store.getState().size;
  const isShort = lines.length === 1 && widthOf(text) < columns && copy === text;
  if (isShort) showMessage(screen, text === '' ? `${title}: done` : text, 'ok');
  else openTextBelow(screen, title, lines.map(resultRow), copy === '' ? text : copy);
}

/** Shows an error in a text overlay, which stays open until the user closes it. */
export function showFailure(screen: Screen, title: string, message: string, more: readonly string[]): void {
  const rows: readonly TextRow[] = [{ text: message, token: 'error' }, ...more.map(resultRow)];
  openTextBelow(screen, `${title}: failed`, rows, [message, ...more].join('\n'));
}

/** Opens a text in front of all views. */
export function openText(
  screen: Screen,
  title: string,
  rows: readonly TextRow[],
  copy = rows.map(({ text }) => text).join('\n'),
): void {
  openLayer<ShownText>(screen, 'text', shownText(title, rows, copy));
}

function openTextBelow(screen: Screen, title: string, rows: readonly TextRow[], copy: string): void {
  openLayerBelow<ShownText>(screen, 'text', shownText(title, rows, copy));
}

function shownText(title: string, rows: readonly TextRow[], copy: string): ShownText {
  const hasTable = rows.some(({ indent }) => indent !== undefined);
  return { title, rows, copy, top: 0, ...(hasTable ? { column: 0 } : {}) };
}

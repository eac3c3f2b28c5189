import { widthOf } from '../../draw/fit.ts';
import type { ScrolledText, TextRow } from '../../draw/text-box.ts';
import { openLayer, openLayerBelow } from '../layers.ts';
import { showMessage } from '../run/show-message.ts';
import type { Screen } from '../screen.ts';

/** The state of the overlay `text`. */
export type ShownText = ScrolledText & {
  /** What `y` copies. */
  readonly copy: string;
};

/** A result: in the status line if it is one that fits, else in an overlay to read, scroll and copy. */
export function showText(screen: Screen, title: string, text: string, copy = text): void {
  const lines = text.split('\n');
  const { columns } = screen.store.getState().size;
  const isShort = lines.length === 1 && widthOf(text) < columns && copy === text;
  if (isShort) showMessage(screen, text === '' ? `${title}: done` : text, 'ok');
  else openTextBelow(screen, title, lines.map(rowOf), copy === '' ? text : copy);
}

/** What went wrong stays until it was read. */
export function showFailure(screen: Screen, title: string, message: string, more: readonly string[]): void {
  const rows: readonly TextRow[] = [{ text: message, token: 'error' }, ...more.map(rowOf)];
  openTextBelow(screen, `${title}: failed`, rows, [message, ...more].join('\n'));
}

/** What was asked for by a key: over everything. */
export function openText(
  screen: Screen,
  title: string,
  rows: readonly TextRow[],
  copy = rows.map(({ text }) => text).join('\n'),
): void {
  openLayer<ShownText>(screen, 'text', { title, rows, copy, top: 0 });
}

function openTextBelow(screen: Screen, title: string, rows: readonly TextRow[], copy: string): void {
  const hasTable = rows.some(({ indent }) => indent !== undefined);
  openLayerBelow<ShownText>(screen, 'text', { title, rows, copy, top: 0, ...(hasTable ? { column: 0 } : {}) });
}

/** A row of a table goes on below its last column. */
function rowOf(text: string): TextRow {
  const [others] = /^.*\S {2,}(?=\S)/.exec(text) ?? [];
  return others === undefined ? { text } : { text, indent: others.length };
}

import { openLayer } from '../layers.ts';
import { showMessage } from '../run/show-message.ts';
import type { Screen } from '../screen.ts';

/** The kinds of text in the copy menu. Each kind has its own key. */
export type CopyKind = 'name' | 'id' | 'ip' | 'row' | 'yaml';
/** One kind of text of the copied items, one item per line. */
export type CopyChoice = { readonly kind: CopyKind; readonly lines: readonly string[] };

/** State of the overlay `copy`. */
export type CopyMenu = {
  /** The copied items: `orders`, `2 pods`. */
  readonly subject: string;
  /** The first choice is the default. */
  readonly choices: readonly CopyChoice[];
};

export const copyLabels = { name: 'name', id: 'id', ip: 'IP', row: 'row', yaml: 'YAML' } as const satisfies Record<
  CopyKind,
  string
>;

/** Opens the copy menu. Choices without a text are left out. */
export function openCopy(screen: Screen, subject: string, choices: readonly CopyChoice[]): void {
  openLayer<CopyMenu>(screen, 'copy', { subject, choices: choices.filter(({ lines }) => lines.length > 0) });
}

/** Copies a choice to the clipboard and confirms it with a message. */
export function copyChoice(screen: Screen, subject: string, { kind, lines }: CopyChoice): void {
  screen.copy(lines.join('\n'));
  const what = `${copyLabels[kind]}${lines.length === 1 ? '' : 's'} of ${subject}`;
  showMessage(
    screen,
    lines.length === 1 && kind !== 'row' && kind !== 'yaml' ? `Copied the ${what}: ${lines[0]}` : `Copied the ${what}`,
    'ok',
  );
}

import { widthOf, wrap } from '../draw/fit.ts';
import type { Theme } from '../theme/theme.ts';

/** The reason for an empty pane, and the next steps: text, a key with its effect, or a command for the shell. */
export type EmptyText = { readonly text: string; readonly hints?: readonly Hint[] };
type Hint = string | { readonly key: string; readonly text: string } | { readonly command: string };

export function emptyRows(
  { text, hints = [] }: EmptyText,
  { width, height }: { readonly width: number; readonly height: number },
  theme: Theme,
): readonly string[] {
  const wrapped = (line: string) => wrap(`  ${line}`, width, height, 'words');
  const rowsOf = (hint: Hint) => {
    if (typeof hint === 'string') return wrapped(hint).map(theme.muted);
    if ('command' in hint) return wrapped(hint.command).map(theme.key);
    const { key, text: effect } = hint;
    return widthOf(`  ${key} ${effect}`) <= width ? [`  ${theme.key(key)} ${theme.muted(effect)}`] : [];
  };
  return [...wrapped(text), ...hints.flatMap(rowsOf)].slice(0, height);
}

export function filteredOut(item: string, filter: string): EmptyText {
  return { text: `No ${item} matches "${filter}"`, hints: [{ key: 'Esc', text: 'clears the filter' }] };
}

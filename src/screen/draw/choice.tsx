import { Text } from 'ink';
import type { IndicatorProps, ItemProps } from 'ink-select-input';
import type { Token } from '../theme/theme.ts';
import { useTheme } from './theme-context.tsx';

/** The cursor of an Ink list, drawn like the cursor of the tables. */
export function ChoiceIndicator({ isSelected = false }: IndicatorProps) {
  return <Text>{isSelected ? '▶ ' : '  '}</Text>;
}

/** One item of an Ink list. The list passes on all fields of its items, so an item may have a token. */
export function ChoiceItem({ isSelected = false, label, token }: ItemProps & { readonly token?: Token }) {
  const theme = useTheme();
  const paint = isSelected ? theme.selection : token === undefined ? (text: string) => text : theme[token];
  return <Text wrap="truncate">{paint(label)}</Text>;
}

import { Text } from 'ink';
import type { IndicatorProps, ItemProps } from 'ink-select-input';
import type { Token } from '../theme/theme.ts';
import { useTheme } from './theme-context.tsx';

/** The cursor of a list to choose from, as it looks in the tables. */
export function ChoiceIndicator({ isSelected = false }: IndicatorProps) {
  return <Text>{isSelected ? '▶ ' : '  '}</Text>;
}

/** One thing to choose. The list hands on whatever its item has, so a token may come with it. */
export function ChoiceItem({ isSelected = false, label, token }: ItemProps & { readonly token?: Token }) {
  const theme = useTheme();
  const paint = isSelected ? theme.selection : token === undefined ? (text: string) => text : theme[token];
  return <Text wrap="truncate">{paint(label)}</Text>;
}

import { Box, Text } from 'ink';
import type { IndicatorProps, ItemProps } from 'ink-select-input';
import type { Token } from '../theme/theme.ts';
import { useTheme } from './theme-context.tsx';

/** The cursor of an Ink list, drawn like the cursor of the tables. */
export function ChoiceIndicator({ isSelected = false }: IndicatorProps) {
  return <Text>{isSelected ? '▶ ' : '  '}</Text>;
}

type ChoiceItemProps = ItemProps & {
  readonly token?: Token;
  /** A key, shown behind the label. */
  readonly shortcut?: string;
  /** Whether a blank row follows. */
  readonly hasGapBelow?: boolean;
};

/** One item of an Ink list. The list passes on all fields of its items, so an item may have a token. */
export function ChoiceItem({ isSelected = false, label, token, shortcut, hasGapBelow = false }: ChoiceItemProps) {
  const theme = useTheme();
  const painted = token === undefined ? label : theme[token](label);
  return (
    <Box marginBottom={hasGapBelow ? 1 : 0}>
      <Text wrap="truncate">
        {isSelected ? theme.selection(painted) : painted}
        {shortcut !== undefined && theme.key(`  ${shortcut}`)}
      </Text>
    </Box>
  );
}

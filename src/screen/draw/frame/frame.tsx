import { Box, Text } from 'ink';
import type { Rectangle } from '../rectangle.ts';
import { useTheme } from '../theme-context.tsx';
import { type FrameTitle, frameLines } from './frame-lines.ts';

export type FrameProps = {
  readonly rectangle: Rectangle;
  readonly title: string;
  readonly note?: FrameTitle['note'];
  readonly position?: FrameTitle['position'];
  readonly isFocused: boolean;
  readonly isDanger?: boolean;
  /** Formatted rows, no wider than the inside of the frame. */
  readonly text: string;
};

/** Draws a box with a title around formatted rows. Screen readers skip the border. */
export function Frame({ rectangle, title, note, position, isFocused, isDanger = false, text }: FrameProps) {
  const theme = useTheme();
  const { left, top, width, height } = rectangle;
  const lines = frameLines(rectangle, { text: title, note, position, isDanger }, isFocused, theme);
  return (
    <Box
      position="absolute"
      left={left}
      top={top}
      width={width}
      height={height}
      flexDirection="column"
      overflowY="hidden"
    >
      <Box height={1} flexShrink={0}>
        <Text wrap="truncate" aria-label={note === undefined ? title : `${title}, ${note}`}>
          {lines.top}
        </Text>
      </Box>
      <Box height={height - 2} flexShrink={0}>
        <Text aria-hidden>{lines.side}</Text>
        <Box width={width - 2} height={height - 2} overflowY="hidden">
          <Text wrap="truncate">{text}</Text>
        </Box>
        <Text aria-hidden>{lines.side}</Text>
      </Box>
      <Box height={1} flexShrink={0}>
        <Text aria-hidden wrap="truncate">
          {lines.bottom}
        </Text>
      </Box>
    </Box>
  );
}

import { Box, Text } from 'ink';
import type { Rectangle } from '../rectangle.ts';

/**
 * Draws formatted rows, none wider than the rectangle, at a fixed position. Ink clips only the height, because clipping
 * the width would split every row on every frame.
 */
export function Rows({ rectangle, text }: { readonly rectangle: Rectangle; readonly text: string }) {
  const { left, top, width, height } = rectangle;
  if (width <= 0 || height <= 0) return null;
  return (
    <Box position="absolute" left={left} top={top} width={width} height={height} overflowY="hidden">
      <Text wrap="truncate">{text}</Text>
    </Box>
  );
}

import { Box, Text } from 'ink';
import type { Rectangle } from './rectangle.ts';

/**
 * Draws formatted rows at a fixed position. No row is wider than the rectangle. Ink clips only the height, since clipping the
 * width splits every row on every frame. `truncate` already limits the width.
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

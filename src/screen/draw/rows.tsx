import { Box, Text } from 'ink';
import type { Rectangle } from './rectangle.ts';

/**
 * Finished rows at a fixed place; each is no wider than the rectangle. Here and elsewhere Ink clips only what is too
 * high: clipping the width takes every row apart for every frame, and `truncate` keeps to it already.
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

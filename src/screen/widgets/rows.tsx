import { Box, Text } from 'ink';
import type { Rectangle } from '../layout.ts';

/** Finished rows at a fixed place; each is no wider than the rectangle. */
export function Rows({ rectangle, text }: { readonly rectangle: Rectangle; readonly text: string }) {
  const { left, top, width, height } = rectangle;
  if (width <= 0 || height <= 0) return null;
  return (
    <Box position="absolute" left={left} top={top} width={width} height={height} overflow="hidden">
      <Text wrap="truncate">{text}</Text>
    </Box>
  );
}

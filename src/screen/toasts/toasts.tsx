import { Box, Text } from 'ink';
import { useShallow } from 'zustand/react/shallow';
import { toastBox } from '../state/acts/toast-box.ts';
import { useScreen, useScreenState } from '../state/screen-context.tsx';

/** Draws the results of commands in a corner. A screen reader gets each one as a line. */
export function Toasts() {
  const { views } = useScreen();
  const box = useScreenState(
    useShallow((state) => {
      const shown = toastBox(views, state);
      return shown && { ...shown.rectangle, text: shown.text, spoken: shown.spoken };
    }),
  );
  if (box === undefined) return null;
  const { left, top, width, height, text, spoken } = box;
  return (
    <Box position="absolute" left={left} top={top} width={width} height={height} overflowY="hidden">
      <Text wrap="truncate" aria-label={spoken}>
        {text}
      </Text>
    </Box>
  );
}

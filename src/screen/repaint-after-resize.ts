import type { Instance } from 'ink';
import type { ReactNode } from 'react';
import type { ScreenTerminal } from './state/screen-terminal.ts';

const clearScreen = '\x1b[2J\x1b[H';

/**
 * Draws the whole frame again after a resize. A terminal that loses rows scrolls, so that rows which Ink does not write
 * again would show older ones.
 */
export function repaintAfterResize(
  stdout: NodeJS.WriteStream,
  instance: Instance,
  app: ReactNode,
  { isLent }: Pick<ScreenTerminal, 'isLent'>,
): () => void {
  let pending: NodeJS.Immediate | undefined;
  const repaint = () => {
    pending = undefined;
    // The whole frame is drawn when the terminal is returned.
    if (isLent()) return;
    stdout.write(clearScreen);
    instance.clear();
    instance.rerender(app);
  };
  // React has drawn the new size by then.
  const onResize = () => {
    pending ??= setImmediate(repaint);
  };
  stdout.on('resize', onResize);
  return () => {
    stdout.off('resize', onResize);
    clearImmediate(pending);
  };
}

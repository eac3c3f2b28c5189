import type { Screen } from '../state/screen.ts';
import { showFirstHint } from './first-start.ts';
import { showTitle } from './title.ts';

/** Starts what the screen does beside its frames: the title and the hint of the first start. Returns a function that ends it. */
export function startTerminal(screen: Screen, stdout: NodeJS.WriteStream): () => void {
  void showFirstHint(screen).catch(screen.log);
  // A screen reader would read each title.
  return screen.store.getState().isScreenReader ? () => undefined : showTitle(screen, stdout);
}

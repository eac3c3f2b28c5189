import type { Screen } from '../state/screen.ts';
import type { ChooserCode } from './chooser-code.ts';
import type { ClusterSource } from './load-chooser.ts';

/** The code of the chooser, which is loaded when it is first opened. */
let code: ChooserCode | undefined;

export function loadedChooserCode(): ChooserCode | undefined {
  return code;
}

/** Loads the code of the chooser when it is first opened, because most first frames do not need it. */
export function prepareChooser(screen: Screen, source: ClusterSource): void {
  const { store, signal } = screen;
  let isLoading = false;
  const check = () => {
    if (isLoading || store.getState().chooser === undefined) return;
    isLoading = true;
    unsubscribe();
    void load(screen, source).catch(screen.log);
  };
  const unsubscribe = store.subscribe(check);
  signal.addEventListener('abort', unsubscribe);
  check();
}

export async function loadChooserCode(): Promise<void> {
  ({ chooserCode: code } = await import('./chooser-code.ts'));
}

async function load(screen: Screen, source: ClusterSource): Promise<void> {
  const [{ loadChooser }] = await Promise.all([import('./load-chooser.ts'), loadChooserCode()]);
  if (screen.signal.aborted) return;
  // Draws the chooser, whose code was missing.
  screen.store.setState(({ chooser }) => (chooser === undefined ? {} : { chooser: { ...chooser } }));
  loadChooser(screen, source);
}

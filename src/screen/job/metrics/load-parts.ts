import type { Screen } from '../../state/screen.ts';
import { changeJobPage, jobPage } from '../job-page.ts';

/** The code of the tab. It is loaded when the tab is opened, so that the screen starts without it. */
type Parts = typeof import('./parts.ts');

let parts: Parts | undefined;

/** Returns undefined until the tab was opened. */
export const loadedParts = (): Parts | undefined => parts;

/** Loads the code of the tab and shows it. */
export async function loadParts(screen: Screen): Promise<void> {
  parts = await import('./parts.ts');
  const page = jobPage(screen.store.getState());
  if (page !== undefined) changeJobPage(screen, { metrics: { ...page.metrics, isLoaded: true } });
}

import type { Screen } from '../state/screen.ts';
import { changePodPage } from './pod-page.ts';

/** The code of the page. It is loaded when the page is first opened, so that the screen starts without it. */
type Code = typeof import('./code.ts');

let code: Code | undefined;

/** Returns undefined until a page was opened. */
export const loadedCode = (): Code | undefined => code;

/** Loads the code of the page and shows it. */
export async function loadCode(screen: Screen): Promise<void> {
  code = await import('./code.ts');
  changePodPage(screen, { isLoaded: true });
}

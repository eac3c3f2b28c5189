import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';

/** The code of the palette. It is loaded when the palette is opened, so that the screen starts without it. */
type Parts = typeof import('./parts.ts');

let parts: Parts | undefined;

/** Returns undefined until the palette was opened. */
export const loadedParts = (): Parts | undefined => parts;

export async function loadParts(): Promise<Parts> {
  parts ??= await import('./parts.ts');
  return parts;
}

/** Runs an action of the palette, at once or as soon as the code is loaded. */
export function withParts(screen: Screen, run: (loaded: Parts) => void): void {
  if (parts !== undefined) {
    run(parts);
    return;
  }
  loadParts()
    .then(run)
    .catch((error: unknown) => {
      screen.log(error);
      showMessage(screen, 'cannot load the palette', 'error');
    });
}

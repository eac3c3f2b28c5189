import { dispatch, type KeyHandling } from '../input/dispatch.ts';
import { bytesOfKey } from '../input/key-bytes.ts';
import type { Screen } from '../state/screen.ts';

/** Presses a key, or each key of a sequence. */
export function pressKey(screen: Screen, keys: string): KeyHandling {
  let handling: KeyHandling = 'handled';
  for (const name of keys.split(' ')) {
    const text = name === 'space' ? ' ' : [...name].length === 1 ? name : '';
    handling = dispatch(screen, { name, text, bytes: bytesOfKey(name) });
  }
  return handling;
}

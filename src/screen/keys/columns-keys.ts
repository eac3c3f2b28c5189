import { closeLayer, type Screen } from '../store/screen.ts';
import type { Key } from './decode.ts';
import type { Taken } from './dispatch.ts';

/** The list itself is Ink's: it gets what moves in it and what chooses. */
export function pressInColumns(screen: Screen, key: Key): Taken {
  if (['up', 'down', 'j', 'k', 'enter'].includes(key.name)) return 'ink';
  if (['escape', 'c', 'q'].includes(key.name)) closeLayer(screen);
  return 'taken';
}

import type { Picking } from '../store/picker.ts';
import { openLayer, type Screen } from '../store/screen.ts';
import type { Key } from './decode.ts';
import type { Taken } from './dispatch.ts';
import { lineOf } from './edit-line.ts';
import { listKeys } from './list-keys.ts';

/** The list itself is Ink's: it gets what moves in it and what chooses. */
export function pressInPicker(screen: Screen, stage: Picking, key: Key): Taken {
  switch (key.name) {
    case 'q':
    case 'escape':
      screen.leave({ exitCode: 0, lines: [] });
      return 'taken';
    case '/':
      openLayer(screen, { kind: 'filter', table: 'picker', line: lineOf(stage.filter) });
      return 'taken';
    default:
      return listKeys.has(key.name) ? 'ink' : 'taken';
  }
}

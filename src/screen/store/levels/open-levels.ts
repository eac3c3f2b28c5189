import { emptyLine } from '../../keys/edit-line.ts';
import { openLayer, type Screen } from '../screen.ts';

export function openLevels(screen: Screen): void {
  openLayer(screen, { kind: 'levels', cursor: undefined, filter: emptyLine, isTyping: false });
}

import { emptyLine } from '../draw/edit-line.ts';
import { openLayer, type Screen } from '../state/screen.ts';

export function openLevels(screen: Screen): void {
  openLayer(screen, { kind: 'levels', cursor: undefined, filter: emptyLine, isTyping: false });
}

import { emptyLine } from '../draw/edit-line.ts';
import { openLayer, type Screen } from './screen.ts';

export function openCommandLine(screen: Screen): void {
  openLayer(screen, {
    kind: 'command-line',
    line: emptyLine,
    recalled: 0,
    draft: '',
    error: undefined,
    candidates: [],
  });
}

import { emptyLine } from '../../draw/edit-line.ts';
import { openLayer } from '../layers.ts';
import type { Screen } from '../screen.ts';
import { type HistoryLine, typedLine } from './prompt-history.ts';

/** State of the overlay `levels`. */
export type LevelList = HistoryLine & {
  /** Name of the logger under the cursor; undefined for the first one. */
  readonly cursor: string | undefined;
  /** Whether keys edit the filter. */
  readonly isTyping: boolean;
};

/** Opens the list of loggers, with the cursor on this one. */
export function openLevels(screen: Screen, logger?: string): void {
  openLayer<LevelList>(screen, 'levels', { ...typedLine(emptyLine), cursor: logger, isTyping: false });
}

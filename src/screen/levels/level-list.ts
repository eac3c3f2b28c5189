import type { Line } from '../draw/edit-line.ts';

/** State of the overlay `levels`. */
export type LevelList = {
  /** Name of the logger under the cursor. */
  readonly cursor: string | undefined;
  readonly filter: Line;
  /** Whether keys edit the filter. */
  readonly isTyping: boolean;
};

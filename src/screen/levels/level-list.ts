import type { Line } from '../draw/edit-line.ts';

/** The state of the overlay `levels`. */
export type LevelList = {
  /** The name of the logger under the cursor. */
  readonly cursor: string | undefined;
  readonly filter: Line;
  /** Letters go to the filter. */
  readonly isTyping: boolean;
};

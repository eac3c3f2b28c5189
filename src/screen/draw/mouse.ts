/** One press of a mouse button, or one step of the wheel. Releases and movements are not reported. */
export type Mouse = {
  readonly button: 'left' | 'middle' | 'right' | 'wheel-up' | 'wheel-down' | 'other';
  /** Column and row of the terminal, from 0. */
  readonly column: number;
  readonly row: number;
  readonly isShift: boolean;
  readonly isAlt: boolean;
  readonly isCtrl: boolean;
};

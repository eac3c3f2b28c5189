/** How the screen ended, to be acted on after the terminal was given back. */
export type ScreenExit = {
  readonly exitCode: number;
  /** To be printed, a line each. */
  readonly lines: readonly string[];
};

import type { ProgramStreams } from '../../commands/record/program-streams.ts';

/** Restores the terminal, waits for `during`, then takes the terminal back and repaints it. */
export type SuspendTerminal = (during: () => Promise<void>) => Promise<void>;

/** The terminal of the screen, which a program in a pod can have for a time. */
export type ScreenTerminal = {
  readonly streams: ProgramStreams;
  /** While it is true, only the program reads from the terminal and writes to it. */
  readonly isLent: () => boolean;
  /** Resolves once the screen has the terminal. */
  readonly returned: () => Promise<void>;
  /** Sets Ink's function once Ink is mounted. */
  readonly connect: (suspend: SuspendTerminal) => void;
};

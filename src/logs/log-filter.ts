import type { LogLevel } from './log-store.ts';

/** A text to look for in an event's lines. Case counts if there is a capital letter in it. */
export type TextFilter = {
  readonly text: string;
  /** The text is a regular expression of JavaScript, tried against one line at a time. */
  readonly isRegex: boolean;
  /** The event passes if it is nowhere in it. */
  readonly isNegated: boolean;
};

/** What of a log is to be shown: everything that is asked for must hold. Events pass or fail whole. */
export type LogFilter = {
  /** At least this one. What no logger wrote has no level, and passes. */
  readonly level: LogLevel | undefined;
  readonly texts: readonly TextFilter[];
  /** Any of these: a full name, one that begins with it up to a dot, or the class alone. None is all of them. */
  readonly loggers: readonly string[];
  /** Whatever names the job: its id (in the text or the MDC), its name, one of its tasks'. */
  readonly job: { readonly id: string; readonly names: readonly string[] } | undefined;
};

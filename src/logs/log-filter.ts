import type { LogLevel } from './log-store.ts';

/** A text to find in the lines of an event. Case-sensitive if it has a capital letter. */
export type TextFilter = {
  readonly text: string;
  /** Whether the text is a JavaScript regular expression, tested against one line at a time. */
  readonly isRegex: boolean;
  /** Whether events with this text are excluded. */
  readonly isNegated: boolean;
};

/** Conditions on log events. An event is shown or hidden as a whole, and all conditions must hold. */
export type LogFilter = {
  /** Minimum level. Events without a level always match. */
  readonly level: LogLevel | undefined;
  readonly texts: readonly TextFilter[];
  /** Logger names: full names, package prefixes or class names. One match is enough; an empty list matches all loggers. */
  readonly loggers: readonly string[];
  /** Events that mention the job: its id in the text or the MDC, its name, or a task name. */
  readonly job: { readonly id: string; readonly names: readonly string[] } | undefined;
};

/** An invalid filter. The message is shown to the user. */
export class LogFilterError extends Error {
  override readonly name = 'LogFilterError';
}

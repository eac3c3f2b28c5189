import type { LogLevel } from './log-store.ts';

/** A text to find in the lines of an event. The search is case-sensitive if the text has a capital letter. */
export type TextFilter = {
  readonly text: string;
  /** Whether the text is a JavaScript regular expression, tested against one line at a time. */
  readonly isRegex: boolean;
  /** Whether events with this text are excluded. */
  readonly isNegated: boolean;
};

/** Conditions that a log event must all meet. All lines of an event are shown or hidden together. */
export type LogFilter = {
  /** Minimum level. Events without a level always match. */
  readonly level: LogLevel | undefined;
  readonly texts: readonly TextFilter[];
  /** Full logger names, package prefixes or class names; one match is enough. An empty list matches all loggers. */
  readonly loggers: readonly string[];
  /** Matches events whose text or MDC contains the id of the job, the name of the job or a task name. */
  readonly job: { readonly id: string; readonly names: readonly string[] } | undefined;
};

/** An invalid filter. The message is shown to the user. */
export class LogFilterError extends Error {
  override readonly name = 'LogFilterError';
}

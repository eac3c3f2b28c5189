import type { RootCause } from './finding.ts';

/** The health of a job for a table. */
export type JobHealth = {
  /** `ended` is a job that finished or was cancelled. */
  readonly kind: 'critical' | 'warning' | 'healthy' | 'not assessed' | 'starting' | 'ended';
  /** One or two words: `back-pressured`. The state in lower case of a job that starts or has ended. */
  readonly word: string;
  /** One line that completes the word; empty if there is nothing to say. */
  readonly reason: string;
  /** At least this many; undefined if no journal is known. */
  readonly restartsLastHour: number | undefined;
  readonly rootCause: RootCause | undefined;
};

/** `restarting (7 in 1h: SocketTimeoutException in enrich, taskmanager-1-5)` */
export function healthText({ word, reason }: Pick<JobHealth, 'word' | 'reason'>): string {
  if (reason === '') return word;
  return /^(by|for) /.test(reason) ? `${word} ${reason}` : `${word} (${reason})`;
}

import { clearTimeout, setTimeout } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';

type Truthy<T> = Exclude<T, undefined | null | false | 0 | ''>;

type Patience = {
  /** Nothing waits this long unless it fails; a busy machine is slow. */
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  /** What is printed beside the failure. */
  readonly state?: () => string;
};

/**
 * Asks until the answer is truthy, and resolves with it. A question that hangs is given up too; one that throws ends the
 * wait. Time is the process's own: whoever moves `Date`, or mocks the timers, is waited for all the same.
 */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
  { timeoutMs = 20_000, everyMs = 10, state = () => '' }: Patience = {},
): Promise<Truthy<T>> {
  const { promise: inVain, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(new Error(`waited ${timeoutMs} ms in vain for ${what}\n${state()}`.trimEnd()));
  const timer = setTimeout(giveUp, timeoutMs);
  try {
    for (;;) {
      const answer = await Promise.race([ask(), inVain]);
      if (answer) return answer as Truthy<T>;
      await Promise.race([pause(everyMs), inVain]);
    }
  } finally {
    clearTimeout(timer);
  }
}

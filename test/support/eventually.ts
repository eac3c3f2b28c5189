import { clearTimeout, setTimeout } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';

type Truthy<T> = Exclude<T, undefined | null | false | 0 | ''>;

type EventuallyOptions = {
  /** The default is long enough for a busy computer. Only a failing test waits this long. */
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  /** Text that is added to the error message. */
  readonly state?: () => string;
};

/**
 * Polls until the result is truthy, and resolves with the result. Rejects if `poll` throws, and after the timeout even
 * if `poll` hangs.
 */
export async function eventually<T>(
  description: string,
  poll: () => T | Promise<T>,
  { timeoutMs = 20_000, everyMs = 10, state = () => '' }: EventuallyOptions = {},
): Promise<Truthy<T>> {
  const { promise: timedOut, reject } = Promise.withResolvers<never>();
  const fail = () =>
    reject(new Error(`timed out after ${timeoutMs} ms waiting for ${description}\n${state()}`.trimEnd()));
  // The imported timers are the real ones, even if a test mocks `Date` or the timers.
  const timer = setTimeout(fail, timeoutMs);
  try {
    for (;;) {
      const result = await Promise.race([poll(), timedOut]);
      if (result) return result as Truthy<T>;
      await Promise.race([pause(everyMs), timedOut]);
    }
  } finally {
    clearTimeout(timer);
  }
}

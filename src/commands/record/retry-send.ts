import { isTransient, pause } from './wait-until.ts';

const maxAttempts = 4;
const pauseMs = 1000;

/** Retries a request on transient errors. Only for idempotent requests. */
export async function retrySend<T>(send: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (!isTransient(error) || attempt === maxAttempts) throw error;
      await pause(pauseMs, signal);
    }
  }
}

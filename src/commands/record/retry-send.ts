import { isPassing, pause } from './wait-until.ts';

const mostTries = 4;
const pauseMs = 1000;

/** Sends again while nobody answers. Only for what does no more harm twice than once. */
export async function retrySend<T>(send: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (!isPassing(error) || tries === mostTries) throw error;
      await pause(pauseMs, signal);
    }
  }
}

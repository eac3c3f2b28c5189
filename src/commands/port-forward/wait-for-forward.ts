import type { Forwards } from '../../session/forwards/forward.ts';

/** Resolves when the condition holds or the timeout has passed. Rejects with `signal.reason` on abort. */
export function waitForForward(
  forwards: Pick<Forwards, 'subscribe'>,
  isDone: () => boolean,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const cleanUp = () => {
      clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = () => {
      cleanUp();
      reject(signal.reason);
    };
    const check = () => {
      if (!isDone()) return;
      cleanUp();
      resolve();
    };
    const timer = setTimeout(() => {
      cleanUp();
      resolve();
    }, timeoutMs);
    const unsubscribe = forwards.subscribe(check);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else check();
  });
}

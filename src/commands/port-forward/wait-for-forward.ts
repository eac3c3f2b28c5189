import type { Forwards } from '../../session/forwards/forward.ts';

/** Resolves when it is so, or after that time. Rejects with the signal's own reason. */
export function waitForForward(
  forwards: Pick<Forwards, 'subscribe'>,
  isSo: () => boolean,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = () => {
      end();
      reject(signal.reason);
    };
    const look = () => {
      if (!isSo()) return;
      end();
      resolve();
    };
    const timer = setTimeout(() => {
      end();
      resolve();
    }, timeoutMs);
    const unsubscribe = forwards.subscribe(look);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else look();
  });
}

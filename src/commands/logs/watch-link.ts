import type { WatchState } from '../../kubernetes/api.ts';
import { worthTellingMs } from './worth-telling.ts';

/** Tells when the API server has not answered for a while, and when it does again. */
export function watchLink(tell: (text: string) => void): {
  /** `back` if it answers again. */
  readonly changed: (state: WatchState) => 'back' | undefined;
  readonly isStale: () => boolean;
  readonly stop: () => void;
} {
  let isStale = false;
  let isTold = false;
  let timer: NodeJS.Timeout | undefined;

  return {
    changed: (state) => {
      if (state.state === 'stale' && !isStale) {
        isStale = true;
        timer = setTimeout(() => {
          isTold = true;
          tell(`no line can come while the API server does not answer: ${state.reason}`);
        }, worthTellingMs);
      }
      if (state.state !== 'live' || !isStale) return undefined;
      clearTimeout(timer);
      if (isTold) tell('the API server answers again');
      isStale = false;
      isTold = false;
      return 'back';
    },
    isStale: () => isStale,
    stop: () => clearTimeout(timer),
  };
}

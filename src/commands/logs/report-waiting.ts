import { reportDelayMs } from '../record/watch-api-server.ts';

/** Reports the reason for an unavailable log, after a delay. Reports a changed reason after the same delay. */
export function reportWaiting(report: (reason: string) => void): {
  /** Sets the reason; undefined while the log is available. */
  readonly changed: (reason: string | undefined) => void;
  readonly stop: () => void;
} {
  let reason: string | undefined;
  let reported: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const onTimeout = () => {
    timer = undefined;
    if (reason === undefined || reason === reported) return;
    reported = reason;
    report(reason);
  };
  return {
    changed: (next) => {
      reason = next;
      if (next !== undefined) timer ??= setTimeout(onTimeout, reportDelayMs);
      else {
        reported = undefined;
        stop();
      }
    },
    stop,
  };
}

import { reportAfterMs } from '../record/report-after.ts';

/** Tells why no line of a log can come, once that has lasted; whatever the reason changes to is told after as long. */
export function reportWaiting(tell: (reason: string) => void): {
  /** undefined while lines can come. */
  readonly changed: (reason: string | undefined) => void;
  readonly stop: () => void;
} {
  let reason: string | undefined;
  let told: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const due = () => {
    timer = undefined;
    if (reason === undefined || reason === told) return;
    told = reason;
    tell(reason);
  };
  return {
    changed: (next) => {
      reason = next;
      if (next !== undefined) timer ??= setTimeout(due, reportAfterMs);
      else {
        told = undefined;
        stop();
      }
    },
    stop,
  };
}

import type { RootCause } from '../../diagnosis/finding.ts';

/** A root cause as JSON. Each command formats times in its own way. */
export function rootCauseData(cause: RootCause | undefined, formatTime: (at: number) => string): unknown {
  if (cause === undefined) return null;
  const { task = null, pod = null, at } = cause;
  return { ...cause, task, pod, at: formatTime(at) };
}

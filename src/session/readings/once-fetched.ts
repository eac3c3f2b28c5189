import { setTimeout as pause } from 'node:timers/promises';

/** A request makes the JobManager fetch the metrics of the TaskManagers, which takes about this time. */
export const fetchedAfterMs = 1500;

/** Reads metrics, and once more if the first request only made the JobManager fetch them. */
export async function onceFetched<T>(
  read: () => Promise<T>,
  isMeasured: (value: T) => boolean,
  signal: AbortSignal,
): Promise<T> {
  const first = await read();
  if (isMeasured(first)) return first;
  await pause(fetchedAfterMs, undefined, { signal });
  return read();
}

import { setTimeout as pause } from 'node:timers/promises';
import type { FlinkRest } from '../../flink/rest.ts';
import type { EventTimeHistory } from '../../session/event-time/event-time-history.ts';
import { readOnce } from '../../session/readings/read-once.ts';
import type { Reading, ReadingState } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { Services } from '../record/command.ts';
import { addSamples } from './read-event-times.ts';
import { measuredJobs } from './read-loads.ts';
import { isForgotten, type Measured, readMeasured, withMemory } from './read-measured.ts';

/** The JobManager fetches metrics at most this often. */
const sampleMs = 10_000;

/**
 * Takes samples of the pending records and of the memory for a time, as the screen does while it is open. Returns services
 * that know them.
 */
export async function watchGrowth(
  services: Services,
  selector: string | undefined,
  watchMs: number,
  signal: AbortSignal,
): Promise<Services> {
  const measured = await readMeasured(services, selector, signal);
  if (isForgotten(measured)) return services;
  const [{ snapshot }, eventTimes] = await Promise.all([
    withMemory(services, measured, signal, watchMs),
    watchEventTimes(services.connection.flink, measured, watchMs, signal),
  ]);
  return { ...services, snapshot: { ...snapshot, eventTimes } };
}

async function watchEventTimes(
  flink: FlinkRest,
  { snapshot: first, job }: Measured,
  watchMs: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, EventTimeHistory>> {
  const running = measuredJobs(job === undefined ? (first.jobs ?? []) : [job]);
  const readings = new Map<string, ReadingState<unknown>>(first.readings);
  const read = async <T>(reading: Reading<T>): Promise<T | undefined> => {
    const result = await readOnce(reading, flink, signal);
    readings.set(reading.key, result);
    return result.value;
  };
  let snapshot: SessionSnapshot = { ...first, readings };
  for (let left = watchMs; ; left -= sampleMs) {
    snapshot = { ...snapshot, eventTimes: await addSamples(snapshot, running, read) };
    if (left <= 0) return snapshot.eventTimes;
    await pause(Math.min(sampleMs, left), undefined, { signal });
  }
}

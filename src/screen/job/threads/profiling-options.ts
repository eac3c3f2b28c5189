import { jobManagerOptions } from '../../../session/readings/flink-readings.ts';
import { noReadings, readingOf } from '../../../session/readings/reading.ts';
import type { ScreenState } from '../../state/screen-state.ts';

/** What the JobManager has enabled; undefined until its configuration is read. */
export type ProfilingOptions = { readonly hasFlameGraph: boolean; readonly hasProfiler: boolean };

export function profilingOptions({ snapshot }: ScreenState): ProfilingOptions | undefined {
  const { value } = readingOf(snapshot ?? { readings: noReadings }, jobManagerOptions);
  if (value === undefined) return undefined;
  const isOn = (key: string) => value.get(key)?.toLowerCase() === 'true';
  return { hasFlameGraph: isOn('rest.flamegraph.enabled'), hasProfiler: isOn('rest.profiling.enabled') };
}

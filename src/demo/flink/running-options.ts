import { randomUUID } from 'node:crypto';
import { parse } from 'yaml';
import type { RunningPod } from './node.ts';
import { type ClusterSettings, commandLineOptions, jobManagerMemory } from './settings.ts';

/** Options by key. */
export type RunningOptions = ReadonlyMap<string, string>;

/** The scripts of the image add the sizes that they compute from the process size. */
const sizesInBytes = [
  ['jobmanager.memory.heap.size', `${jobManagerMemory.heap}b`],
  ['jobmanager.memory.jvm-metaspace.size', `${jobManagerMemory.jvmMetaspace}b`],
  ['jobmanager.memory.jvm-overhead.max', `${jobManagerMemory.jvmOverhead}b`],
  ['jobmanager.memory.jvm-overhead.min', `${jobManagerMemory.jvmOverhead}b`],
  ['jobmanager.memory.off-heap.size', `${jobManagerMemory.offHeap}b`],
] as const;

/** Returns the options of a JobManager that starts now: its file, its command line, and what Flink sets itself. */
export function readRunningOptions({ ip, readFile }: RunningPod, settings: ClusterSettings): RunningOptions {
  const file = readFile('/opt/flink/conf/config.yaml')?.text ?? '';
  return new Map([
    ...flatten(parse(file)),
    ...sizesInBytes,
    ...commandLineOptions(settings),
    ...(settings.highAvailability
      ? ([
          ['jobmanager.rpc.address', ip],
          ['rest.address', ip],
        ] as const)
      : []),
    ['web.tmpdir', `/tmp/flink-web-${randomUUID()}`],
  ]);
}

/** Joins nested keys by dots. */
function flatten(node: unknown, prefix = ''): readonly (readonly [string, string])[] {
  if (node === null || node === undefined) return [];
  if (typeof node !== 'object') return [[prefix, String(node)]];
  return Object.entries(node).flatMap(([key, value]) => flatten(value, prefix === '' ? key : `${prefix}.${key}`));
}

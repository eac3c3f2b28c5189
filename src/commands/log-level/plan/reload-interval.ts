import type { Pod } from '../../../kubernetes/objects.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import { podFacts } from '../../../session/pods/pod-facts.ts';
import type { LiveFile } from '../write/live-file.ts';

/** What `--fast` makes of the interval, in seconds. */
export const fastSeconds = 5;
/** A JVM takes a new interval with its next look at the file; this much later it surely has. */
const slackMs = 5000;

/**
 * How often the JVM of a pod looks at its file, in seconds; undefined if it never does. The interval counts that was in
 * the file when the JVM last read it: what is added to the file of a JVM that never looks is not seen.
 */
export function reloadInterval({ config, backend, pending }: LiveFile, pod: Pod, now: number): number | undefined {
  if (pending?.fastSince == null) return config.monitorIntervalSeconds;
  const { fastSince, original } = pending;
  const before = readLoggingConfig(backend, original).monitorIntervalSeconds;
  const state = podFacts(pod)?.container;
  if (state?.state === 'running' && state.startedAt > fastSince) return config.monitorIntervalSeconds;
  if (before === undefined) return undefined;
  return now - fastSince > before * 1000 + slackMs ? config.monitorIntervalSeconds : before;
}

import type { Pod } from '../../../kubernetes/objects.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import { podFacts } from '../../../session/pods/pod-facts.ts';
import type { LiveFile } from '../write/live-file.ts';

/** The reload interval that `--fast` sets. */
export const fastSeconds = 5;
/** Allowed delay of a JVM's next read of the file, which applies a new interval. */
const slackMs = 5000;

/**
 * Returns the reload interval of a pod's JVM in seconds; undefined if the JVM never reloads the file. The interval from
 * the JVM's last read applies.
 */
export function reloadInterval({ config, backend, pending }: LiveFile, pod: Pod, now: number): number | undefined {
  if (pending?.fastSince == null) return config.monitorIntervalSeconds;
  const { fastSince, original } = pending;
  const previousSeconds = readLoggingConfig(backend, original).monitorIntervalSeconds;
  const container = podFacts(pod)?.container;
  if (container?.state === 'running' && container.startedAt > fastSince) return config.monitorIntervalSeconds;
  // A JVM that does not reload never sees a new interval.
  if (previousSeconds === undefined) return undefined;
  return now - fastSince > previousSeconds * 1000 + slackMs ? config.monitorIntervalSeconds : previousSeconds;
}

import { haConfigMapName, leaderHost, roleOf } from '../flink/names.ts';
import type { ConfigMap, Pod } from '../kubernetes/objects.ts';
import { nameOf } from './cluster-objects.ts';

/** The leading JobManager's pod: by the high-availability ConfigMap, or without one the only JobManager that runs. */
export function leadingPod(
  clusterId: string,
  pods: readonly Pod[],
  configMaps: readonly ConfigMap[],
): string | undefined {
  const jobManagers = pods.filter(({ metadata, status }) => {
    return roleOf(metadata?.labels) === 'jobmanager' && status?.phase === 'Running' && !metadata?.deletionTimestamp;
  });
  const leadership = configMaps.find((configMap) => nameOf(configMap) === haConfigMapName(clusterId));
  const host = leaderHost(leadership?.data);
  const [only, ...others] = jobManagers;
  const leader =
    leadership === undefined && others.length === 0 ? only : jobManagers.find(({ status }) => status?.podIP === host);
  return leader && nameOf(leader);
}

import { shortPodName } from '../../../text/short-pod-name.ts';
import { followedPods } from '../../state/logs/followed-logs.ts';
import type { Screen } from '../../state/screen.ts';

/** Suggests a name that tells which log of which time it is: `taskmanager-1-1-20261129T234200Z.log`. */
export function suggestFile({ store, now }: Pick<Screen, 'store' | 'now'>): string {
  const state = store.getState();
  const clusterId = state.snapshot?.clusterId ?? 'flink';
  const [pod, ...others] = followedPods(state);
  const subject = pod === undefined || others.length > 0 ? clusterId : shortPodName(pod.name, clusterId);
  const time = new Date(now()).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${subject.replace(/[^\w.-]/g, '_')}-${time}.log`;
}

import { seenNow } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** Finds changes of the leading JobManager. */
export const leaderChanges: FindChanges = (known, { pods, leader: pod, watches }, clock) => {
  if (pods === undefined || (pod === undefined && watches.configmaps.state === 'connecting')) return [];
  if (known.leader?.pod === pod) return [];
  return [
    {
      kind: 'leader',
      ...seenNow(clock),
      ...(pod !== undefined && { pod }),
      ...(known.leader === undefined && { isFirst: true }),
    },
  ];
};

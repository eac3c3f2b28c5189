import type { Moment } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';

/**
 * Returns the log of a pod at a time; undefined if no pod of that name is known. The name of a pod may be used again, so
 * this is the newest pod of that name that existed at that time.
 */
export function logMoment({ snapshot }: ScreenState, name: string | undefined, at: number): Moment | undefined {
  const pod = snapshot?.pods?.findLast((row) => row.name === name && row.createdAt <= at);
  return pod && { viewId: 'logs', uid: pod.uid, at };
}

import type { Talkers } from '../../logs/talkers/talkers.ts';

export type TalkersResult = Talkers & {
  /** `the pods that run orders`; undefined for all or named pods. */
  readonly scope: string | undefined;
  /** Names of the pods that were counted. */
  readonly pods: readonly string[];
  /** Time over which the rates are averages, ms: the longest of the logs. */
  readonly overMs: number;
  /** What was not counted, one line each. */
  readonly notes: readonly string[];
};

import type { LogFilter } from '../../logs/log-filter.ts';
import type { LogOrigin } from '../../logs/stream/streamed-event.ts';
import type { Plan } from '../record/command.ts';
import type { ContainerChoice } from './choose-containers.ts';

export type LogsPlan = Plan & {
  readonly origins: readonly LogOrigin[];
  /** Whether no pod was named. If so, new pods are also followed. */
  readonly allPods: boolean;
  readonly containers: ContainerChoice;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly tailLines: number | undefined;
  /** Maximum age of a line by the kubelet's clock. */
  readonly sinceMs: number | undefined;
  /** Epoch ms. */
  readonly sinceTime: number | undefined;
  readonly filter: LogFilter | undefined;
  readonly merge: boolean;
  readonly timestamps: boolean;
  /** `data` for -o json and yaml, `nothing` for -o name. */
  readonly output: 'lines' | 'data' | 'nothing';
};

export type LogsFailure = { readonly origin: LogOrigin; readonly error: unknown };
export type LogsResult = { readonly pods: readonly string[]; readonly failures: readonly LogsFailure[] };

import type { LogFilter } from '../../logs/log-filter.ts';
import type { LogOrigin } from '../../logs/stream/streamed-event.ts';
import type { Plan } from '../record/command.ts';
import type { ContainerChoice } from './choose-containers.ts';

/** What is to be read, and how it goes on from there. */
export type LogsPlan = Plan & {
  readonly origins: readonly LogOrigin[];
  /** No pod was named: those to come are meant too. */
  readonly allPods: boolean;
  readonly containers: ContainerChoice;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly tailLines: number | undefined;
  /** Of what age at most; by the kubelet's clock. */
  readonly sinceMs: number | undefined;
  /** Epoch ms. */
  readonly sinceTime: number | undefined;
  readonly filter: LogFilter | undefined;
  readonly merge: boolean;
  readonly timestamps: boolean;
  /** Taken apart, for -o json; `nothing` for -o name. */
  readonly as: 'lines' | 'data' | 'nothing';
};

export type LogsFailure = { readonly origin: LogOrigin; readonly error: unknown };
export type LogsResult = { readonly pods: readonly string[]; readonly failures: readonly LogsFailure[] };

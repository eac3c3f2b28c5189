import { formatKubectlAge } from './format-age.ts';

type Terminated = {
  readonly exitCode?: number;
  readonly signal?: number;
  readonly reason?: string;
  readonly finishedAt?: string;
};
type ContainerState = {
  readonly waiting?: { readonly reason?: string };
  readonly running?: object;
  readonly terminated?: Terminated;
};
type ContainerStatus = {
  readonly name: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
};

/** The fields of a pod that the simulated API server reads. */
export type PodObject = {
  readonly metadata: { readonly deletionTimestamp?: string };
  readonly spec?: {
    readonly nodeName?: string;
    readonly containers?: readonly {
      readonly name: string;
      readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
    }[];
    readonly terminationGracePeriodSeconds?: number;
  };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly podIP?: string;
    readonly nominatedNodeName?: string;
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
};

export function readyColumn({ spec, status }: PodObject): string {
  const ready = (status?.containerStatuses ?? []).filter((container) => container.ready).length;
  return `${ready}/${spec?.containers?.length ?? 0}`;
}

/** Returns the STATUS column of `kubectl get pods`. */
export function statusColumn({ metadata, status }: PodObject): string {
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  const [containerReason] = (status?.containerStatuses ?? []).map(({ state }) => stateReason(state)).filter(Boolean);
  return containerReason ?? status?.reason ?? status?.phase ?? 'Unknown';
}

function stateReason(state: ContainerState | undefined): string | undefined {
  if (state?.waiting?.reason) return state.waiting.reason;
  if (!state?.terminated) return undefined;
  const { reason, signal, exitCode = 0 } = state.terminated;
  return reason ?? (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

export function restartsColumn({ status }: PodObject): string {
  const containers = status?.containerStatuses ?? [];
  const count = containers.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
  const finishTimes = containers.flatMap(({ lastState }) => lastState?.terminated?.finishedAt ?? []).sort();
  const lastFinish = finishTimes.at(-1);
  return count === 0 || lastFinish === undefined ? String(count) : `${count} (${formatKubectlAge(lastFinish)} ago)`;
}

import { randomHex } from '../random.ts';
import { mainContainer } from '../settings.ts';

/** The stage of a pod, as shown in its status. Times are RFC 3339. */
export type PodStage =
  | { readonly stage: 'pending' }
  /** The scheduler has found no node. */
  | { readonly stage: 'unschedulable'; readonly since: string; readonly message: string }
  | { readonly stage: 'creating' }
  | { readonly stage: 'running'; readonly startedAt: string }
  /** `willRestart`: the kubelet restarts the container in the same pod. */
  | (ContainerExit & { readonly stage: 'terminated'; readonly willRestart?: boolean })
  /** CrashLoopBackOff: the kubelet waits before it restarts the container. */
  | { readonly stage: 'backing-off'; readonly since: string; readonly message: string };

export type ContainerExit = {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly exitCode: number;
  /** The kubelet's reason; by default `Error`. */
  readonly reason?: string | undefined;
};

type PodPlacement = {
  readonly image: string;
  readonly ip: string;
  readonly hostIp: string;
  readonly scheduledAt: string;
  /** Exits of the container's previous runs, newest last. */
  readonly previousExits?: readonly ContainerExit[];
};

const condition = (type: string, status: boolean, at: string, reason?: string) => ({
  type,
  status: status ? 'True' : 'False',
  lastProbeTime: null,
  lastTransitionTime: at,
  ...(reason !== undefined && {
    reason,
    ...(reason === 'ContainersNotReady' && { message: `containers with unready status: [${mainContainer}]` }),
  }),
});

export function podStatus(stage: PodStage, placement: PodPlacement): object {
  const { image, ip, hostIp, scheduledAt, previousExits = [] } = placement;
  if (stage.stage === 'pending') return { phase: 'Pending', qosClass: 'Guaranteed' };
  if (stage.stage === 'unschedulable') {
    const unscheduled = { ...condition('PodScheduled', false, stage.since, 'Unschedulable'), message: stage.message };
    return { phase: 'Pending', qosClass: 'Guaranteed', conditions: [unscheduled] };
  }
  const isReady = stage.stage === 'running';
  const changedAt = lastTransitionTime(stage, scheduledAt);
  const hasFailed = stage.stage === 'terminated' && !stage.willRestart;
  const reason = isReady ? undefined : hasFailed ? 'PodFailed' : 'ContainersNotReady';
  const lastExit = previousExits.at(-1);
  const hasIp = stage.stage !== 'creating';
  return {
    phase: stage.stage === 'creating' ? 'Pending' : hasFailed ? 'Failed' : 'Running',
    qosClass: 'Guaranteed',
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    ...(hasIp && { podIP: ip, podIPs: [{ ip }] }),
    startTime: scheduledAt,
    conditions: [
      condition('PodReadyToStartContainers', isReady, changedAt),
      condition('Initialized', true, scheduledAt),
      condition('Ready', isReady, changedAt, reason),
      condition('ContainersReady', isReady, changedAt, reason),
      condition('PodScheduled', true, scheduledAt),
    ],
    containerStatuses: [
      {
        name: mainContainer,
        image,
        imageID: hasIp ? `docker.io/library/flink@sha256:${'5da8f60d4ef5ee7c'.repeat(4)}` : '',
        lastState: lastExit === undefined ? {} : { terminated: terminatedState(lastExit) },
        ready: isReady,
        restartCount: previousExits.length,
        started: isReady,
        state: containerState(stage),
      },
    ],
  };
}

function lastTransitionTime(stage: PodStage, scheduledAt: string): string {
  if (stage.stage === 'running') return stage.startedAt;
  if (stage.stage === 'backing-off') return stage.since;
  return stage.stage === 'terminated' ? stage.finishedAt : scheduledAt;
}

function containerState(stage: PodStage): object {
  if (stage.stage === 'running') return { running: { startedAt: stage.startedAt } };
  if (stage.stage === 'backing-off') return { waiting: { reason: 'CrashLoopBackOff', message: stage.message } };
  if (stage.stage !== 'terminated') return { waiting: { reason: 'ContainerCreating' } };
  return { terminated: terminatedState(stage) };
}

function terminatedState({ startedAt, finishedAt, exitCode, reason = 'Error' }: ContainerExit): object {
  const containerID = `containerd://${randomHex(64)}`;
  return { containerID, exitCode, finishedAt, reason, startedAt };
}

/** The condition that the scheduler sets before the kubelet handles the pod. */
export const scheduledCondition = (at: string): object => condition('PodScheduled', true, at);

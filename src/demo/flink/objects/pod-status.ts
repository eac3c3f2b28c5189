import { randomHex } from '../random.ts';
import { mainContainer } from '../settings.ts';

/** How far a pod has come, as its status tells. Times are RFC 3339. */
export type PodStage =
  | { readonly stage: 'pending' }
  | { readonly stage: 'creating' }
  | { readonly stage: 'running'; readonly startedAt: string }
  /** `isStartedAgain`: the kubelet starts the container again, in the same pod. */
  | (ContainerEnd & { readonly stage: 'terminated'; readonly isStartedAgain?: boolean })
  /** CrashLoopBackOff: the kubelet waits before it starts the container again. */
  | { readonly stage: 'backing-off'; readonly since: string; readonly message: string };

export type ContainerEnd = { readonly startedAt: string; readonly finishedAt: string; readonly exitCode: number };

type Place = {
  readonly image: string;
  readonly ip: string;
  readonly hostIp: string;
  readonly scheduledAt: string;
  /** How the runs of the container before this one ended, the last one last. */
  readonly ends?: readonly ContainerEnd[];
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

export function podStatus(stage: PodStage, place: Place): object {
  const { image, ip, hostIp, scheduledAt, ends = [] } = place;
  if (stage.stage === 'pending') return { phase: 'Pending', qosClass: 'Guaranteed' };
  const isReady = stage.stage === 'running';
  const changedAt = changeOf(stage, scheduledAt);
  const hasFailed = stage.stage === 'terminated' && !stage.isStartedAgain;
  const whyNot = isReady ? undefined : hasFailed ? 'PodFailed' : 'ContainersNotReady';
  const lastEnd = ends.at(-1);
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
      condition('Ready', isReady, changedAt, whyNot),
      condition('ContainersReady', isReady, changedAt, whyNot),
      condition('PodScheduled', true, scheduledAt),
    ],
    containerStatuses: [
      {
        name: mainContainer,
        image,
        imageID: hasIp ? `docker.io/library/flink@sha256:${'5da8f60d4ef5ee7c'.repeat(4)}` : '',
        lastState: lastEnd === undefined ? {} : { terminated: terminated(lastEnd) },
        ready: isReady,
        restartCount: ends.length,
        started: isReady,
        state: containerState(stage),
      },
    ],
  };
}

function changeOf(stage: PodStage, scheduledAt: string): string {
  if (stage.stage === 'running') return stage.startedAt;
  if (stage.stage === 'backing-off') return stage.since;
  return stage.stage === 'terminated' ? stage.finishedAt : scheduledAt;
}

function containerState(stage: PodStage): object {
  if (stage.stage === 'running') return { running: { startedAt: stage.startedAt } };
  if (stage.stage === 'backing-off') return { waiting: { reason: 'CrashLoopBackOff', message: stage.message } };
  if (stage.stage !== 'terminated') return { waiting: { reason: 'ContainerCreating' } };
  return { terminated: terminated(stage) };
}

function terminated({ startedAt, finishedAt, exitCode }: ContainerEnd): object {
  const containerID = `containerd://${randomHex(64)}`;
  return { containerID, exitCode, finishedAt, reason: 'Error', startedAt };
}

/** What the scheduler adds before the kubelet knows of the pod. */
export const scheduledCondition = (at: string): object => condition('PodScheduled', true, at);

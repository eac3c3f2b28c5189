import { randomHex } from '../random.ts';
import { mainContainer } from '../settings.ts';

/** How far a pod has come, as its status tells. Times are RFC 3339. */
export type PodStage =
  | { readonly stage: 'pending' }
  | { readonly stage: 'creating' }
  | { readonly stage: 'running'; readonly startedAt: string }
  | {
      readonly stage: 'terminated';
      readonly startedAt: string;
      readonly finishedAt: string;
      readonly exitCode: number;
    };

type Place = { readonly image: string; readonly ip: string; readonly hostIp: string; readonly scheduledAt: string };

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
  const { image, ip, hostIp, scheduledAt } = place;
  if (stage.stage === 'pending') return { phase: 'Pending', qosClass: 'Guaranteed' };
  const isReady = stage.stage === 'running';
  const changedAt = changeOf(stage, scheduledAt);
  const whyNot = { creating: 'ContainersNotReady', running: undefined, terminated: 'PodFailed' }[stage.stage];
  const hasIp = stage.stage !== 'creating';
  return {
    phase: { creating: 'Pending', running: 'Running', terminated: 'Failed' }[stage.stage],
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
        lastState: {},
        ready: isReady,
        restartCount: 0,
        started: isReady,
        state: containerState(stage),
      },
    ],
  };
}

function changeOf(stage: PodStage, scheduledAt: string): string {
  if (stage.stage === 'running') return stage.startedAt;
  return stage.stage === 'terminated' ? stage.finishedAt : scheduledAt;
}

function containerState(stage: PodStage): object {
  if (stage.stage === 'running') return { running: { startedAt: stage.startedAt } };
  if (stage.stage !== 'terminated') return { waiting: { reason: 'ContainerCreating' } };
  const { startedAt, finishedAt, exitCode } = stage;
  const containerID = `containerd://${randomHex(64)}`;
  return { terminated: { containerID, exitCode, finishedAt, reason: 'Error', startedAt } };
}

/** What the scheduler adds before the kubelet knows of the pod. */
export const scheduledCondition = (at: string): object => condition('PodScheduled', true, at);

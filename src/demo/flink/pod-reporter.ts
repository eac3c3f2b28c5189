import { utcTime } from '../../text/utc-time.ts';
import type { DemoObject } from '../contracts.ts';
import { type ContainerExit, type PodStage, podStatus, scheduledCondition } from './objects/pod-status.ts';
import { mainContainer } from './settings.ts';
import type { World } from './world.ts';

/** A pod that is assigned to the node. Times are RFC 3339. */
export type AssignedPod = {
  readonly object: DemoObject;
  readonly ip: string;
  readonly scheduledAt: string;
};

type BackOff = { readonly delayMs: number; readonly since: string };
type Exits = readonly ContainerExit[];

/** Writes pod statuses and records pod events, like the scheduler and the kubelet. */
export type PodReporter = {
  readonly assign: (pod: AssignedPod) => void;
  readonly recordUnschedulable: (pod: AssignedPod) => void;
  readonly recordMountFailure: (pod: AssignedPod, missingKey: string) => void;
  readonly recordStarted: (pod: AssignedPod) => void;
  readonly writeStatus: (pod: AssignedPod, stage: PodStage, previousExits: Exits) => void;
  readonly reportBackOff: (pod: AssignedPod, backOff: BackOff, previousExits: Exits) => void;
  readonly markDeleted: (pod: AssignedPod) => void;
  readonly recordKilling: (pod: AssignedPod) => void;
};

const nodeName = 'demo-node';
const hostIp = '172.18.0.2';
const graceSeconds = 30;
/** The scheduler's message of Kubernetes 1.34 for a cluster whose three nodes are full. */
const insufficientCpu =
  '0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, ' +
  'preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.';

export function createPodReporter(world: World): PodReporter {
  const { clock, store } = world;

  function update(pod: AssignedPod, change: (object: DemoObject) => void): void {
    const { namespace, name, uid } = pod.object.metadata;
    // A newer pod may have the same name.
    if (store.get('pods', namespace, name)?.metadata.uid === uid) store.update('pods', namespace, name, change);
  }

  function writeStatus(pod: AssignedPod, stage: PodStage, previousExits: Exits): void {
    const { ip, scheduledAt } = pod;
    const image = imageOf(pod.object);
    update(pod, (object) => {
      object.status = podStatus(stage, { image, ip, hostIp, scheduledAt, previousExits });
    });
  }

  const recordEvent = (pod: AssignedPod, reason: string, message: string) =>
    world.recordEvent(pod.object, 'kubelet', reason, message, {
      nodeName,
      fieldPath: `spec.containers{${mainContainer}}`,
    });

  function assign(pod: AssignedPod): void {
    const { namespace, name } = pod.object.metadata;
    update(pod, (object) => {
      object.spec = { ...(object.spec as object), nodeName };
      object.status = { ...(object.status as object), conditions: [scheduledCondition(pod.scheduledAt)] };
    });
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    world.recordEvent(pod.object, 'default-scheduler', 'Scheduled', message);
  }

  function recordUnschedulable(pod: AssignedPod): void {
    writeStatus(pod, { stage: 'unschedulable', since: pod.scheduledAt, message: insufficientCpu }, []);
    world.recordEvent(pod.object, 'default-scheduler', 'FailedScheduling', insufficientCpu);
  }

  function recordMountFailure({ object }: AssignedPod, missingKey: string): void {
    const reason = `configmap references non-existent config key: ${missingKey}`;
    const message = `MountVolume.SetUp failed for volume "flink-config-volume" : ${reason}`;
    world.recordEvent(object, 'kubelet', 'FailedMount', message, { nodeName });
  }

  function recordStarted(pod: AssignedPod): void {
    recordEvent(pod, 'Pulled', `Container image "${imageOf(pod.object)}" already present on machine`);
    recordEvent(pod, 'Created', `Created container: ${mainContainer}`);
    recordEvent(pod, 'Started', `Started container ${mainContainer}`);
  }

  function reportBackOff(pod: AssignedPod, { delayMs, since }: BackOff, previousExits: Exits): void {
    const { namespace, name, uid } = pod.object.metadata;
    const podId = `${name}_${namespace}(${uid})`;
    const message = `back-off ${delayMs / 1000}s restarting failed container=${mainContainer} pod=${podId}`;
    writeStatus(pod, { stage: 'backing-off', since, message }, previousExits);
    recordEvent(pod, 'BackOff', `Back-off restarting failed container ${mainContainer} in pod ${podId}`);
  }

  function markDeleted(pod: AssignedPod): void {
    update(pod, ({ metadata }) => {
      if (metadata.deletionTimestamp !== undefined) return;
      metadata.deletionTimestamp = utcTime(clock.now() + graceSeconds * 1000);
      Object.assign(metadata, { deletionGracePeriodSeconds: graceSeconds });
    });
  }

  const recordKilling = (pod: AssignedPod) => recordEvent(pod, 'Killing', `Stopping container ${mainContainer}`);

  return {
    assign,
    recordUnschedulable,
    recordMountFailure,
    recordStarted,
    writeStatus,
    reportBackOff,
    markDeleted,
    recordKilling,
  };
}

export function pendingPod(object: DemoObject): DemoObject {
  return { status: podStatus({ stage: 'pending' }, { image: '', ip: '', hostIp, scheduledAt: '' }), ...object };
}

export function runningPod(object: DemoObject, ip: string, scheduledAt: string): DemoObject {
  const placement = { image: imageOf(object), ip, hostIp, scheduledAt };
  const status = podStatus({ stage: 'running', startedAt: scheduledAt }, placement);
  return { ...object, spec: { ...(object.spec as object), nodeName }, status };
}

const imageOf = ({ spec }: DemoObject): string =>
  (spec as { readonly containers: readonly { readonly image: string }[] }).containers[0]?.image ?? '';

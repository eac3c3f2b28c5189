import type { DemoObject } from '../contracts.ts';
import { type ContainerEnd, type PodStage, podStatus, scheduledCondition } from './objects/pod-status.ts';
import { mainContainer } from './settings.ts';
import { rfc3339, type World } from './world.ts';

/** A pod on the node. Times are RFC 3339. */
export type PlacedPod = {
  readonly object: DemoObject;
  readonly ip: string;
  readonly scheduledAt: string;
};

type BackOff = { readonly pauseMs: number; readonly since: string };
type Ends = readonly ContainerEnd[];

/** What the scheduler and the kubelet write into a pod's object, and the events that they record. */
export type PodReports = {
  readonly assign: (pod: PlacedPod) => void;
  readonly tellNotMounted: (pod: PlacedPod, missingKey: string) => void;
  readonly tellStarted: (pod: PlacedPod) => void;
  /** `ends`: how the runs of its container before this one ended. */
  readonly show: (pod: PlacedPod, stage: PodStage, ends: Ends) => void;
  readonly showBackOff: (pod: PlacedPod, backOff: BackOff, ends: Ends) => void;
  readonly markDeleted: (pod: PlacedPod) => void;
  readonly tellKilling: (pod: PlacedPod) => void;
};

const nodeName = 'demo-node';
const hostIp = '172.18.0.2';
const graceSeconds = 30;

export function createPodReports(world: World): PodReports {
  const { clock, store } = world;

  function change(pod: PlacedPod, act: (object: DemoObject) => void): void {
    const { namespace, name, uid } = pod.object.metadata;
    // The name may belong to a later pod by now.
    if (store.get('pods', namespace, name)?.metadata.uid === uid) store.update('pods', namespace, name, act);
  }

  function show(pod: PlacedPod, stage: PodStage, ends: Ends): void {
    const { ip, scheduledAt } = pod;
    const image = imageOf(pod.object);
    change(pod, (object) => {
      object.status = podStatus(stage, { image, ip, hostIp, scheduledAt, ends });
    });
  }

  const tell = (pod: PlacedPod, reason: string, message: string) =>
    world.recordEvent(pod.object, 'kubelet', reason, message, {
      nodeName,
      fieldPath: `spec.containers{${mainContainer}}`,
    });

  function assign(pod: PlacedPod): void {
    const { namespace, name } = pod.object.metadata;
    change(pod, (object) => {
      object.spec = { ...(object.spec as object), nodeName };
      object.status = { ...(object.status as object), conditions: [scheduledCondition(pod.scheduledAt)] };
    });
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    world.recordEvent(pod.object, 'default-scheduler', 'Scheduled', message);
  }

  function tellNotMounted({ object }: PlacedPod, missingKey: string): void {
    const why = `configmap references non-existent config key: ${missingKey}`;
    const message = `MountVolume.SetUp failed for volume "flink-config-volume" : ${why}`;
    world.recordEvent(object, 'kubelet', 'FailedMount', message, { nodeName });
  }

  function tellStarted(pod: PlacedPod): void {
    tell(pod, 'Pulled', `Container image "${imageOf(pod.object)}" already present on machine`);
    tell(pod, 'Created', `Created container: ${mainContainer}`);
    tell(pod, 'Started', `Started container ${mainContainer}`);
  }

  function showBackOff(pod: PlacedPod, { pauseMs, since }: BackOff, ends: Ends): void {
    const { namespace, name, uid } = pod.object.metadata;
    const place = `${name}_${namespace}(${uid})`;
    const message = `back-off ${pauseMs / 1000}s restarting failed container=${mainContainer} pod=${place}`;
    show(pod, { stage: 'backing-off', since, message }, ends);
    tell(pod, 'BackOff', `Back-off restarting failed container ${mainContainer} in pod ${place}`);
  }

  function markDeleted(pod: PlacedPod): void {
    change(pod, ({ metadata }) => {
      if (metadata.deletionTimestamp !== undefined) return;
      metadata.deletionTimestamp = rfc3339(clock.now() + graceSeconds * 1000);
      Object.assign(metadata, { deletionGracePeriodSeconds: graceSeconds });
    });
  }

  const tellKilling = (pod: PlacedPod) => tell(pod, 'Killing', `Stopping container ${mainContainer}`);

  return { assign, tellNotMounted, tellStarted, show, showBackOff, markDeleted, tellKilling };
}

export function pendingPod(object: DemoObject): DemoObject {
  return { status: podStatus({ stage: 'pending' }, { image: '', ip: '', hostIp, scheduledAt: '' }), ...object };
}

export function runningPod(object: DemoObject, ip: string, scheduledAt: string): DemoObject {
  const place = { image: imageOf(object), ip, hostIp, scheduledAt };
  const status = podStatus({ stage: 'running', startedAt: scheduledAt }, place);
  return { ...object, spec: { ...(object.spec as object), nodeName }, status };
}

const imageOf = ({ spec }: DemoObject): string =>
  (spec as { readonly containers: readonly { readonly image: string }[] }).containers[0]?.image ?? '';

import type { Duplex } from 'node:stream';
import type { DemoObject, Kubelet } from '../parts.ts';
import type { ConfigVolume, PodFile } from './config-volume.ts';
import { execute } from './execute.ts';
import { type Console, createConsole } from './logs/container-log.ts';
import { type ContainerEnd, type PodStage, podStatus, scheduledCondition } from './objects/pod-status.ts';
import { createPodVolumes } from './pod-volumes.ts';
import { mainContainer } from './settings.ts';
import { rfc3339, type World } from './world.ts';

/** What runs in a pod's container. */
export type PodProcess = {
  /** SIGTERM: it may write its last lines. */
  readonly terminate: () => void;
  /** A TCP connection to a port that it listens on. */
  readonly connect?: (port: number) => Duplex | undefined;
};

export type RunningPod = {
  readonly name: string;
  readonly uid: string;
  readonly ip: string;
  readonly console: Console;
  readonly readFile: (path: string) => PodFile | undefined;
};

export type PodPlan = {
  readonly object: DemoObject;
  /** Called when the container starts. */
  readonly start: (pod: RunningPod) => PodProcess;
  readonly onTerminating?: () => void;
  readonly onTerminated?: () => void;
  /** Runs at once, without the steps of a start: for the many pods of a measurement. */
  readonly atOnce?: boolean;
};

/** The one node of the simulated cluster: its scheduler and its kubelet. */
export type Node = Omit<Kubelet, 'deploymentDeleted'> & {
  readonly start: (plan: PodPlan) => DemoObject;
  /** Ends the pod as a deletion through the API does. */
  readonly stop: (namespace: string, name: string) => void;
  /** The pod's container ends, and the kubelet starts it again. */
  readonly restart: (namespace: string, name: string, exitCode: number) => void;
  /** The pod's container ends so soon after each start, and the kubelet backs off between two starts. */
  readonly crash: (namespace: string, name: string, exitCode: number) => void;
  readonly console: (namespace: string, name: string) => Console | undefined;
};

type Pod = {
  readonly plan: PodPlan;
  readonly object: DemoObject;
  readonly ip: string;
  readonly scheduledAt: string;
  readonly volume: ConfigVolume;
  console: Console | undefined;
  /** Of the run before this one. */
  previous: Console | undefined;
  readonly ends: ContainerEnd[];
  process: PodProcess | undefined;
  startedAt: string | undefined;
  isStopping: boolean;
};

const nodeName = 'demo-node';
const hostIp = '172.18.0.2';
const graceSeconds = 30;
const schedulingMs = 700;
const startingMs = 1500;
const terminatingMs = 1200;
/** Measured: 0.3 to 1 s. */
const restartingMs = 700;
const mountRetryMs = 2000;
/** The kubelet's own, in Kubernetes 1.34. */
const firstBackOffMs = 10_000;
const longestBackOffMs = 300_000;
/** Measured with a JobManager whose configuration is invalid. */
const crashedAfterMs = 2000;

export function createNode(world: World): Node {
  const { clock, store } = world;
  const pods = new Map<string, Pod>();
  const volumes = createPodVolumes(world);
  let addresses = 9;

  const keyOf = (namespace: string | undefined, name: string) => `${namespace}/${name}`;
  const keyOfPod = ({ object: { metadata } }: Pod) => keyOf(metadata.namespace, metadata.name);

  function change(pod: Pod, act: (object: DemoObject) => void): DemoObject | undefined {
    const { namespace, name, uid } = pod.object.metadata;
    // The name may belong to a later pod by now.
    if (store.get('pods', namespace, name)?.metadata.uid !== uid) return undefined;
    return store.update('pods', namespace, name, act);
  }

  function show(pod: Pod, stage: PodStage): void {
    const { image } = (pod.object.spec as { containers: { image: string }[] }).containers[0] ?? { image: '' };
    change(pod, (object) => {
      object.status = podStatus(stage, { image, ip: pod.ip, hostIp, scheduledAt: pod.scheduledAt, ends: pod.ends });
    });
  }

  const tell = (pod: Pod, reason: string, message: string) =>
    world.recordEvent(pod.object, 'kubelet', reason, message, {
      nodeName,
      fieldPath: `spec.containers{${mainContainer}}`,
    });

  function start(plan: PodPlan): DemoObject {
    addresses += 1;
    const scheduledAt = rfc3339(clock.now());
    const ip = `10.244.${addresses >> 8}.${addresses & 255}`;
    const object = plan.atOnce ? runningPod(plan, ip, scheduledAt) : plan.object;
    const created = world.create('pods', { status: podStatusOf('pending'), ...object });
    const pod: Pod = {
      plan,
      object: created,
      ip,
      scheduledAt,
      volume: volumes.add(created),
      console: undefined,
      previous: undefined,
      ends: [],
      process: undefined,
      startedAt: undefined,
      isStopping: false,
    };
    pods.set(keyOfPod(pod), pod);
    if (plan.atOnce) {
      pod.volume.sync();
      run(pod);
    } else schedule(pod);
    return pod.object;
  }

  function podStatusOf(stage: 'pending'): object {
    return podStatus({ stage }, { image: '', ip: '', hostIp, scheduledAt: '' });
  }

  function runningPod({ object }: PodPlan, ip: string, scheduledAt: string): DemoObject {
    const spec = object.spec as { containers: { image: string }[] };
    const image = spec.containers[0]?.image ?? '';
    const status = podStatus({ stage: 'running', startedAt: scheduledAt }, { image, ip, hostIp, scheduledAt });
    return { ...object, spec: { ...spec, nodeName }, status };
  }

  function schedule(pod: Pod): void {
    const { namespace, name } = pod.object.metadata;
    change(pod, (object) => {
      object.spec = { ...(object.spec as object), nodeName };
      object.status = { ...(object.status as object), conditions: [scheduledCondition(pod.scheduledAt)] };
    });
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    world.recordEvent(pod.object, 'default-scheduler', 'Scheduled', message);
    clock.after(schedulingMs, () => {
      if (pod.isStopping) return;
      show(pod, { stage: 'creating' });
      clock.after(startingMs, () => startContainer(pod));
    });
  }

  function startContainer(pod: Pod): void {
    if (pod.isStopping) return;
    const missing = pod.volume.sync();
    if (missing !== undefined) {
      const why = `configmap references non-existent config key: ${missing}`;
      const message = `MountVolume.SetUp failed for volume "flink-config-volume" : ${why}`;
      world.recordEvent(pod.object, 'kubelet', 'FailedMount', message, { nodeName });
      clock.after(mountRetryMs, () => startContainer(pod));
      return;
    }
    const { image } = (pod.object.spec as { containers: { image: string }[] }).containers[0] ?? { image: '' };
    tell(pod, 'Pulled', `Container image "${image}" already present on machine`);
    tell(pod, 'Created', `Created container: ${mainContainer}`);
    tell(pod, 'Started', `Started container ${mainContainer}`);
    show(pod, { stage: 'running', startedAt: rfc3339(clock.now()) });
    run(pod);
  }

  function run(pod: Pod): void {
    const { name, uid = '' } = pod.object.metadata;
    pod.startedAt = rfc3339(clock.now());
    pod.console = createConsole(clock.now);
    pod.volume.bind();
    const { readFile } = pod.volume;
    pod.process = pod.plan.start({ name, uid, ip: pod.ip, console: pod.console, readFile });
  }

  function stop(namespace: string, name: string): void {
    const pod = pods.get(keyOf(namespace, name));
    if (!pod || pod.isStopping) return;
    change(pod, ({ metadata }) => {
      if (metadata.deletionTimestamp !== undefined) return;
      metadata.deletionTimestamp = rfc3339(clock.now() + graceSeconds * 1000);
      Object.assign(metadata, { deletionGracePeriodSeconds: graceSeconds });
    });
    terminate(pod);
  }

  function restart(namespace: string, name: string, exitCode: number): void {
    const pod = pods.get(keyOf(namespace, name));
    const end = pod && endContainer(pod, exitCode);
    if (!pod || !end) return;
    clock.after(restartingMs, () => {
      if (pod.isStopping) return;
      pod.ends.push(end);
      runAgain(pod);
    });
  }

  function endContainer(pod: Pod, exitCode: number): ContainerEnd | undefined {
    if (!pod.process || pod.isStopping) return undefined;
    pod.process.terminate();
    pod.process = undefined;
    pod.console?.end();
    const end = { startedAt: pod.startedAt ?? pod.scheduledAt, finishedAt: rfc3339(clock.now()), exitCode };
    show(pod, { stage: 'terminated', isStartedAgain: true, ...end });
    return end;
  }

  function runAgain(pod: Pod): void {
    pod.previous = pod.console;
    show(pod, { stage: 'running', startedAt: rfc3339(clock.now()) });
    run(pod);
  }

  function crash(namespace: string, name: string, exitCode: number): void {
    const pod = pods.get(keyOf(namespace, name));
    const end = pod && endContainer(pod, exitCode);
    if (!pod || !end) return;
    const pauseMs = Math.min(firstBackOffMs * 2 ** pod.ends.length, longestBackOffMs);
    clock.after(restartingMs, () => {
      if (pod.isStopping) return;
      pod.ends.push(end);
      pod.previous = pod.console;
      const place = `${name}_${namespace}(${pod.object.metadata.uid})`;
      const message = `back-off ${pauseMs / 1000}s restarting failed container=${mainContainer} pod=${place}`;
      show(pod, { stage: 'backing-off', since: rfc3339(clock.now()), message });
      tell(pod, 'BackOff', `Back-off restarting failed container ${mainContainer} in pod ${place}`);
    });
    clock.after(restartingMs + pauseMs, () => {
      if (pod.isStopping) return;
      runAgain(pod);
      clock.after(crashedAfterMs, () => crash(namespace, name, exitCode));
    });
  }

  function terminate(pod: Pod): void {
    pod.isStopping = true;
    if (pod.process) tell(pod, 'Killing', `Stopping container ${mainContainer}`);
    pod.process?.terminate();
    pod.plan.onTerminating?.();
    clock.after(pod.process ? terminatingMs : 0, () => {
      const { startedAt } = pod;
      if (startedAt !== undefined) {
        show(pod, { stage: 'terminated', startedAt, finishedAt: rfc3339(clock.now()), exitCode: 143 });
      }
      pod.process = undefined;
      pod.console?.end();
      pod.plan.onTerminated?.();
      clock.after(200, () => forget(pod));
    });
  }

  function forget(pod: Pod): void {
    const { namespace, name, uid } = pod.object.metadata;
    volumes.remove(pod.object);
    if (pods.get(keyOfPod(pod)) === pod) pods.delete(keyOfPod(pod));
    if (store.get('pods', namespace, name)?.metadata.uid === uid) store.remove('pods', namespace, name);
  }

  return {
    start,
    stop,
    restart,
    crash,
    console: (namespace, name) => pods.get(keyOf(namespace, name))?.console,
    log: (namespace, name, container, previous) => {
      const pod = container === mainContainer ? pods.get(keyOf(namespace, name)) : undefined;
      return (previous ? pod?.previous : pod?.console)?.log;
    },
    connect: (namespace, name, port) => pods.get(keyOf(namespace, name))?.process?.connect?.(port),
    execute: (namespace, name, command) => {
      const pod = pods.get(keyOf(namespace, name));
      return pod?.process && execute(command, pod.volume.readFile);
    },
    podDeleted: stop,
  };
}

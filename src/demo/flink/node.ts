import type { Duplex } from 'node:stream';
import { utcTime } from '../../text/utc-time.ts';
import type { DemoObject, Kubelet } from '../contracts.ts';
import type { Cancel } from './clock.ts';
import type { ConfigVolume, PodFile } from './config-volume.ts';
import { execute } from './execute.ts';
import { type Console, createConsole } from './logs/container-log.ts';
import type { ContainerExit } from './objects/pod-status.ts';
import { newPod, nextPodLifecycle, type PodEffect, type PodEvent, type PodLifecycle } from './pod-lifecycle.ts';
import { type AssignedPod, createPodReporter, pendingPod, runningPod } from './pod-reporter.ts';
import { createPodVolumes } from './pod-volumes.ts';
import { startProgram } from './programs/start-program.ts';
import { mainContainer } from './settings.ts';
import type { World } from './world.ts';

/** The process in a pod's container. */
export type PodProcess = {
  /** Sends SIGTERM. The process may still write log lines. */
  readonly terminate: () => void;
  /** Ends the process at once (SIGKILL). By default like `terminate`. */
  readonly kill?: () => void;
  /** Opens a connection to a port of the process. Returns undefined if the port is closed. */
  readonly connect?: (port: number) => Duplex | undefined;
  /** Memory that the kernel counts, in bytes, at a time in epoch ms. */
  readonly memory?: (at: number) => number;
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
  /** Called when the container was killed and does not restart. */
  readonly onFailed?: (exit: ContainerExit) => void;
  /** True if no node has enough CPU for the pod. */
  readonly isUnschedulable?: boolean;
  /** True to skip scheduling and container creation, for benchmarks with many pods. */
  readonly skipsStartup?: boolean;
};

/** The only node of the simulated Kubernetes cluster, with the scheduler and the kubelet. */
export type Node = Omit<Kubelet, 'onDeploymentDeleted'> & {
  readonly start: (plan: PodPlan) => DemoObject;
  /** Terminates the pod, as after a deletion through the API. */
  readonly stop: (namespace: string, name: string) => void;
  /** Ends the pod's container, so that the kubelet restarts the container. */
  readonly restart: (namespace: string, name: string, exitCode: number) => void;
  /** Ends the pod's container now and soon after every restart. The kubelet backs off between restarts. */
  readonly crash: (namespace: string, name: string, exitCode: number) => void;
  /** Kills the pod's container because it uses more memory than its limit. */
  readonly killForMemory: (namespace: string, name: string) => void;
  readonly console: (namespace: string, name: string) => Console | undefined;
};

/** 128 + SIGKILL */
const outOfMemory = { exitCode: 137, reason: 'OOMKilled' } as const;

type Pod = AssignedPod & {
  readonly plan: PodPlan;
  readonly volume: ConfigVolume;
  lifecycle: PodLifecycle;
  /** Cancels the timer of the current state. */
  cancelWait: Cancel;
  console: Console | undefined;
  /** The console of the container's previous run. */
  previousConsole: Console | undefined;
  process: PodProcess | undefined;
  /** Kills the commands that run in the container. */
  readonly kills: Set<() => void>;
};

export function createNode(world: World): Node {
  const { clock, store } = world;
  const pods = new Map<string, Pod>();
  const volumes = createPodVolumes(world);
  const reporter = createPodReporter(world);
  let lastAddress = 9;

  const find = (namespace: string, name: string) => pods.get(keyOf(namespace, name));
  const timestamp = () => utcTime(clock.now());

  function start(plan: PodPlan): DemoObject {
    lastAddress += 1;
    const scheduledAt = timestamp();
    const ip = `10.244.${lastAddress >> 8}.${lastAddress & 255}`;
    const object = plan.skipsStartup ? runningPod(plan.object, ip, scheduledAt) : pendingPod(plan.object);
    const created = world.create('pods', object);
    const pod: Pod = {
      plan,
      object: created,
      ip,
      scheduledAt,
      volume: volumes.add(created),
      lifecycle: newPod,
      cancelWait: () => {},
      console: undefined,
      previousConsole: undefined,
      process: undefined,
      kills: new Set(),
    };
    pods.set(keyOfPod(pod), pod);
    if (plan.skipsStartup) {
      pod.volume.sync();
      dispatch(pod, { event: 'run-immediately', at: timestamp() });
    } else if (plan.isUnschedulable) reporter.recordUnschedulable(pod);
    else dispatch(pod, { event: 'schedule' });
    return pod.object;
  }

  function dispatch(pod: Pod | undefined, event: PodEvent): void {
    if (!pod) return;
    const [next, effects] = nextPodLifecycle(pod.lifecycle, event);
    pod.lifecycle = next;
    for (const effect of effects) runEffect(pod, effect);
  }

  function runEffect(pod: Pod, effect: PodEffect): void {
    switch (effect.effect) {
      case 'wait':
        pod.cancelWait();
        pod.cancelWait = clock.after(effect.ms, () => dispatch(pod, { event: 'wait-elapsed', at: timestamp() }));
        break;
      case 'assign':
        reporter.assign(pod);
        break;
      case 'mount':
        mount(pod);
        break;
      case 'record-mount-failure':
        reporter.recordMountFailure(pod, effect.missingKey);
        break;
      case 'record-started':
        reporter.recordStarted(pod);
        break;
      case 'write-status':
        reporter.writeStatus(pod, effect.stage, pod.lifecycle.previousExits);
        break;
      case 'run':
        run(pod);
        break;
      case 'end-process':
        pod.process?.terminate();
        endContainer(pod);
        break;
      case 'kill-container':
        (pod.process?.kill ?? pod.process?.terminate)?.();
        endContainer(pod);
        break;
      case 'report-failure':
        if (pod.lifecycle.state === 'failed') pod.plan.onFailed?.(pod.lifecycle.exit);
        break;
      case 'keep-previous-log':
        pod.previousConsole = pod.console;
        break;
      case 'report-back-off':
        reporter.reportBackOff(pod, effect, pod.lifecycle.previousExits);
        break;
      case 'mark-deleted':
        reporter.markDeleted(pod);
        break;
      case 'record-killing':
        reporter.recordKilling(pod);
        break;
      case 'terminate-process':
        pod.process?.terminate();
        pod.plan.onTerminating?.();
        break;
      case 'kill-process':
        endContainer(pod);
        pod.plan.onTerminated?.();
        break;
      case 'remove':
        remove(pod);
    }
  }

  function endContainer(pod: Pod): void {
    pod.process = undefined;
    pod.console?.end();
    for (const kill of [...pod.kills]) kill();
  }

  function mount(pod: Pod): void {
    const missingKey = pod.volume.sync();
    dispatch(
      pod,
      missingKey === undefined ? { event: 'mounted', at: timestamp() } : { event: 'not-mounted', missingKey },
    );
  }

  function run(pod: Pod): void {
    const { name, uid = '' } = pod.object.metadata;
    pod.console = createConsole(clock.now);
    pod.volume.bindSubPaths();
    const { readFile } = pod.volume;
    pod.process = pod.plan.start({ name, uid, ip: pod.ip, console: pod.console, readFile });
  }

  function remove(pod: Pod): void {
    const { namespace, name, uid } = pod.object.metadata;
    volumes.remove(pod.object);
    if (pods.get(keyOfPod(pod)) === pod) pods.delete(keyOfPod(pod));
    if (store.get('pods', namespace, name)?.metadata.uid === uid) store.remove('pods', namespace, name);
  }

  const stop = (namespace: string, name: string) => dispatch(find(namespace, name), { event: 'stop' });

  return {
    start,
    stop,
    restart: (namespace, name, exitCode) =>
      dispatch(find(namespace, name), { event: 'restart', at: timestamp(), exitCode }),
    crash: (namespace, name, exitCode) =>
      dispatch(find(namespace, name), { event: 'crash', at: timestamp(), exitCode }),
    killForMemory: (namespace, name) =>
      dispatch(find(namespace, name), { event: 'kill', at: timestamp(), ...outOfMemory }),
    console: (namespace, name) => find(namespace, name)?.console,
    log: (namespace, name, container, previous) => {
      const pod = container === mainContainer ? find(namespace, name) : undefined;
      return (previous ? pod?.previousConsole : pod?.console)?.log;
    },
    connect: (namespace, name, port) => find(namespace, name)?.process?.connect?.(port),
    execute: (namespace, name, command) => {
      const pod = find(namespace, name);
      return pod?.process && execute(command, pod.volume.readFile);
    },
    startProcess: (namespace, name, command, streams) => {
      const pod = find(namespace, name);
      return pod?.process && startProgram(command, { streams, readFile: pod.volume.readFile, kills: pod.kills });
    },
    memory: (namespace, name, at) => find(namespace, name)?.process?.memory?.(at),
    onPodDeleted: stop,
  };
}

const keyOf = (namespace: string | undefined, name: string): string => `${namespace}/${name}`;
const keyOfPod = ({ object: { metadata } }: Pod): string => keyOf(metadata.namespace, metadata.name);

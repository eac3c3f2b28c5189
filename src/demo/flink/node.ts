import type { Duplex } from 'node:stream';
import type { DemoObject, Kubelet } from '../contracts.ts';
import type { Cancel } from './clock.ts';
import type { ConfigVolume, PodFile } from './config-volume.ts';
import { execute } from './execute.ts';
import { type Console, createConsole } from './logs/container-log.ts';
import { newPod, nextPodLife, type PodEffect, type PodEvent, type PodLife } from './pod-life.ts';
import { createPodReports, type PlacedPod, pendingPod, runningPod } from './pod-reports.ts';
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

type Pod = PlacedPod & {
  readonly plan: PodPlan;
  readonly volume: ConfigVolume;
  life: PodLife;
  /** Ends the wait for what comes next. */
  cancelWait: Cancel;
  console: Console | undefined;
  /** Of the run before this one. */
  previous: Console | undefined;
  process: PodProcess | undefined;
};

export function createNode(world: World): Node {
  const { clock, store } = world;
  const pods = new Map<string, Pod>();
  const volumes = createPodVolumes(world);
  const reports = createPodReports(world);
  let addresses = 9;

  const find = (namespace: string, name: string) => pods.get(keyOf(namespace, name));
  const at = () => rfc3339(clock.now());

  function start(plan: PodPlan): DemoObject {
    addresses += 1;
    const scheduledAt = at();
    const ip = `10.244.${addresses >> 8}.${addresses & 255}`;
    const object = plan.atOnce ? runningPod(plan.object, ip, scheduledAt) : pendingPod(plan.object);
    const created = world.create('pods', object);
    const pod: Pod = {
      plan,
      object: created,
      ip,
      scheduledAt,
      volume: volumes.add(created),
      life: newPod,
      cancelWait: () => {},
      console: undefined,
      previous: undefined,
      process: undefined,
    };
    pods.set(keyOfPod(pod), pod);
    if (plan.atOnce) {
      pod.volume.sync();
      happened(pod, { event: 'run-at-once', at: at() });
    } else happened(pod, { event: 'schedule' });
    return pod.object;
  }

  function happened(pod: Pod | undefined, event: PodEvent): void {
    if (!pod) return;
    const [next, effects] = nextPodLife(pod.life, event);
    pod.life = next;
    for (const effect of effects) carryOut(pod, effect);
  }

  function carryOut(pod: Pod, effect: PodEffect): void {
    switch (effect.effect) {
      case 'wait':
        pod.cancelWait();
        pod.cancelWait = clock.after(effect.ms, () => happened(pod, { event: 'due', at: at() }));
        break;
      case 'assign':
        reports.assign(pod);
        break;
      case 'mount':
        mount(pod);
        break;
      case 'tell-not-mounted':
        reports.tellNotMounted(pod, effect.missingKey);
        break;
      case 'tell-started':
        reports.tellStarted(pod);
        break;
      case 'show':
        reports.show(pod, effect.stage, pod.life.ends);
        break;
      case 'run':
        run(pod);
        break;
      case 'end-process':
        pod.process?.terminate();
        pod.process = undefined;
        pod.console?.end();
        break;
      case 'keep-log':
        pod.previous = pod.console;
        break;
      case 'show-back-off':
        reports.showBackOff(pod, effect, pod.life.ends);
        break;
      case 'mark-deleted':
        reports.markDeleted(pod);
        break;
      case 'tell-killing':
        reports.tellKilling(pod);
        break;
      case 'terminate-process':
        pod.process?.terminate();
        pod.plan.onTerminating?.();
        break;
      case 'kill-process':
        pod.process = undefined;
        pod.console?.end();
        pod.plan.onTerminated?.();
        break;
      case 'forget':
        forget(pod);
    }
  }

  function mount(pod: Pod): void {
    const missingKey = pod.volume.sync();
    happened(pod, missingKey === undefined ? { event: 'mounted', at: at() } : { event: 'not-mounted', missingKey });
  }

  function run(pod: Pod): void {
    const { name, uid = '' } = pod.object.metadata;
    pod.console = createConsole(clock.now);
    pod.volume.bind();
    const { readFile } = pod.volume;
    pod.process = pod.plan.start({ name, uid, ip: pod.ip, console: pod.console, readFile });
  }

  function forget(pod: Pod): void {
    const { namespace, name, uid } = pod.object.metadata;
    volumes.remove(pod.object);
    if (pods.get(keyOfPod(pod)) === pod) pods.delete(keyOfPod(pod));
    if (store.get('pods', namespace, name)?.metadata.uid === uid) store.remove('pods', namespace, name);
  }

  const stop = (namespace: string, name: string) => happened(find(namespace, name), { event: 'stop' });

  return {
    start,
    stop,
    restart: (namespace, name, exitCode) => happened(find(namespace, name), { event: 'restart', at: at(), exitCode }),
    crash: (namespace, name, exitCode) => happened(find(namespace, name), { event: 'crash', at: at(), exitCode }),
    console: (namespace, name) => find(namespace, name)?.console,
    log: (namespace, name, container, previous) => {
      const pod = container === mainContainer ? find(namespace, name) : undefined;
      return (previous ? pod?.previous : pod?.console)?.log;
    },
    connect: (namespace, name, port) => find(namespace, name)?.process?.connect?.(port),
    execute: (namespace, name, command) => {
      const pod = find(namespace, name);
      return pod?.process && execute(command, pod.volume.readFile);
    },
    podDeleted: stop,
  };
}

const keyOf = (namespace: string | undefined, name: string): string => `${namespace}/${name}`;
const keyOfPod = ({ object: { metadata } }: Pod): string => keyOf(metadata.namespace, metadata.name);

import { largest } from '../../text/largest.ts';
import type { DemoObject } from '../contracts.ts';
import type { Cancel } from './clock.ts';
import { loggers } from './jobs/loggers.ts';
import { podTerminated, shutdownException } from './jobs/slot-failures.ts';
import type { Console } from './logs/container-log.ts';
import type { Throwable } from './logs/stack-trace.ts';
import { createJvm, type JvmProcess, taskManagerSizes } from './memory/jvm-process.ts';
import type { Node, RunningPod } from './node.ts';
import { taskManagerPod } from './objects/pod.ts';
import type { ContainerExit } from './objects/pod-status.ts';
import { randomBetween, randomHex } from './random.ts';
import type { ClusterSettings } from './settings.ts';
import { createSlotRequests, type SlotRequest } from './slots/slot-requests.ts';
import { isFree, type TaskManager } from './slots/task-manager.ts';
import { runTaskManager } from './task-manager-process.ts';
import type { World } from './world.ts';

/** Simulates Flink's ActiveResourceManager, which creates TaskManager pods and releases idle ones. */
export type TaskManagers = {
  readonly registered: () => readonly TaskManager[];
  /** Calls `onReady` once all slots are available. */
  readonly requestSlots: (request: SlotRequest) => void;
  readonly freeSlots: (jobId: string) => void;
  /** Kills the container of a TaskManager because it uses more memory than its limit. */
  readonly killForMemory: (id: string) => void;
  /** The JVM of a registered TaskManager. */
  readonly jvm: (id: string) => JvmProcess | undefined;
  /** Stops all TaskManagers because the JobManager shuts down. */
  readonly close: () => void;
};

const idleTimeoutMs = 30_000;
/** Delay until Flink knows that a pod has failed. */
const watchMs = 100;
/** `heartbeat.interval` */
const heartbeatMs = 10_000;

export function createTaskManagers(options: {
  readonly settings: ClusterSettings;
  readonly world: World;
  readonly node: Node;
  /** The JobManager's console. */
  readonly console: Console;
  readonly deployment: DemoObject;
  readonly onLost: (jobIds: readonly string[], thrown: Throwable) => void;
  /** Number of TaskManagers to register immediately and without log lines, for benchmarks. */
  readonly initialTaskManagers: number;
}): TaskManagers {
  const { settings, world, node, console, deployment, onLost } = options;
  const { clock } = world;
  const taskManagers = new Map<string, TaskManager>();
  const pending = new Set<string>();
  /** Pods without a node, by the id of the job that needs them. */
  const unschedulable = new Map<string, string[]>();
  const requests = createSlotRequests(taskManagers);
  let started = 0;
  let isClosed = false;

  const attempt = nextAttempt(world, settings);
  const logInfo = (message: string, logger: string = loggers.resourceManager) => console.write('INFO', logger, message);
  logInfo(`Recovered 0 pods from previous attempts, current attempt id is ${attempt}.`, loggers.kubernetesDriver);
  for (let index = 0; index < options.initialTaskManagers; index += 1) startTaskManager({ skipsStartup: true });
  const timers: readonly Cancel[] = [
    clock.every(idleTimeoutMs, releaseIdleTaskManagers),
    clock.every(heartbeatMs, logHeartbeats),
  ];
  const heartbeatId = randomHex(32);

  function startTaskManager({ skipsStartup = false, isUnschedulable = false } = {}): string {
    started += 1;
    const name = `${settings.clusterId}-taskmanager-${attempt}-${started}`;
    if (!isUnschedulable) pending.add(name);
    if (!skipsStartup) {
      logInfo(`Creating new TaskManager pod with name ${name} and resource <1728,1.0>.`, loggers.kubernetesDriver);
    }
    node.start({
      object: taskManagerPod(settings, deployment, name),
      skipsStartup,
      isUnschedulable,
      start: (pod) => {
        const jvm = createJvm(clock, taskManagerSizes);
        if (skipsStartup) register(pod, jvm, true);
        const onStarted = skipsStartup ? undefined : () => register(pod, jvm, false);
        return { ...runTaskManager(pod, settings, clock, onStarted), memory: (at) => jvm.numbers(at).container };
      },
      onTerminated: () => handleTerminated(name),
      // Flink learns about the pod from a watch.
      onFailed: (exit) => clock.after(watchMs, () => handleFailed(name, exit)),
    });
    if (skipsStartup) return name;
    logInfo(`Pod ${name} is created.`, loggers.kubernetesDriver);
    logInfo(`Received new TaskManager pod: ${name}`, loggers.kubernetesDriver);
    logInfo(`Requested worker ${name} with resource spec ${workerResourceSpec(settings)}.`);
    return name;
  }

  function register({ name, ip, console: taskManagerConsole }: RunningPod, jvm: JvmProcess, isQuiet: boolean): void {
    if (isClosed || !pending.delete(name)) return;
    taskManagers.set(name, {
      id: name,
      ip,
      dataPort: randomBetween(32_768, 60_999),
      console: taskManagerConsole,
      jvm,
      slots: Array.from({ length: settings.slotsPerTaskManager }, () => ({
        allocationId: randomHex(32),
        jobId: undefined,
      })),
      idleSince: clock.now(),
    });
    if (!isQuiet) {
      const address = `pekko.tcp://flink@${ip}:6122/user/rpc/taskmanager_0`;
      logInfo(`Registering TaskManager with ResourceID ${name} (${address}) at ResourceManager`);
      const registration = randomHex(32);
      logInfo(`Registering task executor ${name} under ${registration} at the slot manager.`, loggers.slotManager);
      logInfo(`Worker ${name} is registered.`);
      const registered = `Successful registration at resource manager under registration id ${registration}.`;
      taskManagerConsole.write('INFO', loggers.taskExecutor, registered);
    }
    requests.serve();
  }

  function requestSlots(request: SlotRequest): void {
    const { jobId, count, isUnschedulable } = request;
    requests.remove(jobId);
    requests.add(request);
    requests.serve();
    if (isUnschedulable) logInfo(missingResources(jobId, count), loggers.slotManager);
    // The pods of an earlier request still wait for a node.
    if (unschedulable.has(jobId)) return;
    const wanted = isUnschedulable ? count : requests.missing() - pending.size * settings.slotsPerTaskManager;
    const missing = Math.ceil(wanted / settings.slotsPerTaskManager);
    if (missing <= 0) return;
    const current = taskManagers.size + pending.size;
    logInfo(
      `need request ${missing} new workers, current worker number ${current}, declared worker number ${current + missing}`,
    );
    const names = Array.from({ length: missing }, () => startTaskManager({ isUnschedulable }));
    if (isUnschedulable) unschedulable.set(jobId, names);
  }

  function freeSlots(jobId: string): void {
    requests.remove(jobId);
    for (const name of unschedulable.get(jobId) ?? []) stopWorker(name);
    unschedulable.delete(jobId);
    for (const taskManager of taskManagers.values()) {
      for (const slot of taskManager.slots) if (slot.jobId === jobId) slot.jobId = undefined;
      if (taskManager.slots.every(isFree)) taskManager.idleSince ??= clock.now();
    }
    requests.serve();
  }

  function stopWorker(name: string): void {
    logInfo(`Stopping worker ${name}.`);
    logInfo(`Stopping TaskManager pod ${name}.`, loggers.kubernetesDriver);
    node.stop(settings.namespace, name);
  }

  /** Writes the DEBUG lines of a heartbeat on the JobManager and the TaskManagers. */
  function logHeartbeats(): void {
    const logDebug = (message: string) => console.write('DEBUG', loggers.resourceManager, message);
    logDebug('Trigger heartbeat request.');
    for (const { id, console: taskManagerConsole } of taskManagers.values()) {
      taskManagerConsole.write('DEBUG', loggers.taskExecutor, `Received heartbeat request from ${heartbeatId}.`);
      logDebug(`Received heartbeat from ${id}.`);
    }
  }

  /** Runs once per timeout, as in Flink. A TaskManager is therefore released after one to two timeouts. */
  function releaseIdleTaskManagers(): void {
    const keep = Math.ceil(settings.minimumSlots / settings.slotsPerTaskManager);
    // A waiting request counts on free slots. No new TaskManager would replace a released one.
    const awaited = Math.ceil(requests.wanted() / settings.slotsPerTaskManager);
    const idle = [...taskManagers.values()].filter(
      ({ idleSince }) => idleSince !== undefined && clock.elapsed(idleSince) >= idleTimeoutMs,
    );
    const released = idle.slice(0, Math.max(0, Math.min(taskManagers.size - keep, idle.length - awaited)));
    if (released.length === 0) return;
    const remaining = taskManagers.size - released.length;
    logInfo(
      `need release ${released.length} workers, current worker number ${taskManagers.size}, declared worker number ${remaining}`,
    );
    for (const { id } of released) {
      taskManagers.delete(id);
      stopWorker(id);
      logInfo(
        `Closing TaskExecutor connection ${id} because: slot manager has determined that the resource is no longer needed`,
      );
    }
  }

  /** Handles a terminated container. Restarts the affected jobs unless the JobManager stopped the TaskManager. */
  function handleTerminated(name: string): void {
    const wasPending = pending.delete(name);
    const taskManager = taskManagers.get(name);
    if (isClosed || (!wasPending && !taskManager)) return;
    taskManagers.delete(name);
    logInfo(`Closing TaskExecutor connection ${name} because: ${shutdownException.message}`);
    logInfo(`Stopping worker ${name}.`);
    logInfo(`Stopping TaskManager pod ${name}.`, loggers.kubernetesDriver);
    const jobIds = new Set(taskManager?.slots.flatMap(({ jobId }) => jobId ?? []));
    onLost([...jobIds], shutdownException);
    if (wasPending && requests.missing() > 0) startTaskManager();
  }

  /** Handles a killed container. Flink deletes the pod, which therefore exists only for a moment. */
  function handleFailed(name: string, exit: ContainerExit): void {
    const taskManager = taskManagers.get(name);
    if (isClosed || !taskManager) return;
    taskManagers.delete(name);
    const thrown = podTerminated(exit);
    logInfo(`Worker ${name} is terminated. Diagnostics: ${thrown.message}`);
    logInfo(`Closing TaskExecutor connection ${name} because: ${thrown.message}`);
    onLost([...new Set(taskManager.slots.flatMap(({ jobId }) => jobId ?? []))], thrown);
    stopWorker(name);
  }

  return {
    registered: () => [...taskManagers.values()],
    requestSlots,
    freeSlots,
    jvm: (id) => taskManagers.get(id)?.jvm,
    killForMemory: (id) => node.killForMemory(settings.namespace, id),
    close: () => {
      isClosed = true;
      for (const cancel of timers) cancel();
      for (const name of [...taskManagers.keys(), ...pending, ...[...unschedulable.values()].flat()])
        node.stop(settings.namespace, name);
    },
  };
}

/** Returns one more than the highest attempt id of the existing TaskManager pods. */
function nextAttempt({ store }: World, { namespace, clusterId }: ClusterSettings): number {
  const prefix = `${clusterId}-taskmanager-`;
  const attempts = store
    .list('pods', namespace)
    .filter(({ metadata }) => metadata.name.startsWith(prefix))
    .map(({ metadata }) => Number(metadata.name.slice(prefix.length).split('-')[0]));
  return largest(attempts) + 1;
}

const missingResources = (jobId: string, count: number): string =>
  'Matching resource requirements against available resources.\nMissing resources:\n' +
  `\t Job ${jobId}\n\t\tResourceRequirement{resourceProfile=ResourceProfile{UNKNOWN}, numberOfRequiredSlots=${count}}`;

const workerResourceSpec = ({ slotsPerTaskManager }: ClusterSettings): string =>
  'WorkerResourceSpec {cpuCores=1.0, taskHeapSize=384.000mb (402653174 bytes), taskOffHeapSize=0 bytes, ' +
  `networkMemSize=128.000mb (134217730 bytes), managedMemSize=512.000mb (536870920 bytes), numSlots=${slotsPerTaskManager}}`;

import { largest } from '../../text/largest.ts';
import type { DemoObject } from '../contracts.ts';
import type { Cancel } from './clock.ts';
import type { Allocation } from './jobs/job.ts';
import { loggers } from './jobs/loggers.ts';
import type { Console } from './logs/container-log.ts';
import type { Throwable } from './logs/stack-trace.ts';
import type { Node, RunningPod } from './node.ts';
import { taskManagerPod } from './objects/pod.ts';
import { randomBetween, randomHex } from './random.ts';
import type { ClusterSettings } from './settings.ts';
import { runTaskManager } from './task-manager-process.ts';
import type { World } from './world.ts';

export type Slot = { readonly allocationId: string; jobId: string | undefined };

/** A registered TaskManager. */
export type TaskManager = {
  /** The pod name, which is also the id in the REST API. */
  readonly id: string;
  readonly ip: string;
  readonly dataPort: number;
  readonly console: Console;
  readonly slots: readonly Slot[];
  idleSince: number | undefined;
};

/** Simulates Flink's ActiveResourceManager, which creates TaskManager pods and releases idle ones. */
export type TaskManagers = {
  readonly registered: () => readonly TaskManager[];
  /** Calls `onReady` once all slots are available. */
  readonly requestSlots: (jobId: string, count: number, onReady: (slots: readonly Allocation[]) => void) => void;
  readonly freeSlots: (jobId: string) => void;
  /** Stops all TaskManagers because the JobManager shuts down. */
  readonly close: () => void;
};

type SlotRequest = {
  readonly jobId: string;
  readonly count: number;
  readonly onReady: (slots: readonly Allocation[]) => void;
};

const idleTimeoutMs = 30_000;
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
  let requests: SlotRequest[] = [];
  let started = 0;
  let isClosed = false;

  const attempt = nextAttempt(world, settings);
  const logInfo = (message: string, logger: string = loggers.resourceManager) => console.write('INFO', logger, message);
  logInfo(`Recovered 0 pods from previous attempts, current attempt id is ${attempt}.`, loggers.kubernetesDriver);
  for (let index = 0; index < options.initialTaskManagers; index += 1) startTaskManager(true);
  const timers: readonly Cancel[] = [
    clock.every(idleTimeoutMs, releaseIdleTaskManagers),
    clock.every(heartbeatMs, logHeartbeats),
  ];
  const heartbeatId = randomHex(32);

  function startTaskManager(skipsStartup = false): void {
    started += 1;
    const name = `${settings.clusterId}-taskmanager-${attempt}-${started}`;
    pending.add(name);
    if (!skipsStartup) {
      logInfo(`Creating new TaskManager pod with name ${name} and resource <1728,1.0>.`, loggers.kubernetesDriver);
    }
    node.start({
      object: taskManagerPod(settings, deployment, name),
      skipsStartup,
      start: (pod) => {
        if (skipsStartup) register(pod, true);
        return runTaskManager(pod, settings, clock, skipsStartup ? undefined : () => register(pod, false));
      },
      onTerminated: () => handleTerminated(name),
    });
    if (skipsStartup) return;
    logInfo(`Pod ${name} is created.`, loggers.kubernetesDriver);
    logInfo(`Received new TaskManager pod: ${name}`, loggers.kubernetesDriver);
    logInfo(`Requested worker ${name} with resource spec ${workerResourceSpec(settings)}.`);
  }

  function register({ name, ip, console: taskManagerConsole }: RunningPod, isQuiet: boolean): void {
    if (isClosed || !pending.delete(name)) return;
    taskManagers.set(name, {
      id: name,
      ip,
      dataPort: randomBetween(32_768, 60_999),
      console: taskManagerConsole,
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
    serveRequests();
  }

  function requestSlots(jobId: string, count: number, onReady: SlotRequest['onReady']): void {
    requests.push({ jobId, count, onReady });
    serveRequests();
    const requested = requests.reduce((sum, request) => sum + request.count, 0);
    const available = pending.size * settings.slotsPerTaskManager + freeSlotCount();
    const missing = Math.ceil((requested - available) / settings.slotsPerTaskManager);
    if (missing <= 0) return;
    const current = taskManagers.size + pending.size;
    logInfo(
      `need request ${missing} new workers, current worker number ${current}, declared worker number ${current + missing}`,
    );
    for (let index = 0; index < missing; index += 1) startTaskManager();
  }

  const freeSlotCount = () =>
    [...taskManagers.values()].reduce((sum, { slots }) => sum + slots.filter(isFree).length, 0);

  /** Serves requests in order. A job waits until all requested slots are available. */
  function serveRequests(): void {
    for (let first = requests[0]; first && first.count <= freeSlotCount(); first = requests[0]) {
      requests = requests.slice(1);
      first.onReady(allocate(first));
    }
  }

  function allocate({ jobId, count }: SlotRequest): readonly Allocation[] {
    const allocations: Allocation[] = [];
    for (const taskManager of taskManagers.values()) {
      const { id, ip, dataPort, console: taskManagerConsole } = taskManager;
      for (const slot of taskManager.slots) {
        if (allocations.length === count) return allocations;
        if (!isFree(slot)) continue;
        slot.jobId = jobId;
        taskManager.idleSince = undefined;
        allocations.push({
          allocationId: slot.allocationId,
          taskManager: id,
          ip,
          dataPort,
          console: taskManagerConsole,
        });
      }
    }
    return allocations;
  }

  function freeSlots(jobId: string): void {
    requests = requests.filter((request) => request.jobId !== jobId);
    for (const taskManager of taskManagers.values()) {
      for (const slot of taskManager.slots) if (slot.jobId === jobId) slot.jobId = undefined;
      if (taskManager.slots.every(isFree)) taskManager.idleSince ??= clock.now();
    }
    serveRequests();
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
    const idle = [...taskManagers.values()].filter(
      ({ idleSince }) => idleSince !== undefined && clock.elapsed(idleSince) >= idleTimeoutMs,
    );
    const released = idle.slice(0, Math.max(0, taskManagers.size - keep));
    if (released.length === 0) return;
    const remaining = taskManagers.size - released.length;
    logInfo(
      `need release ${released.length} workers, current worker number ${taskManagers.size}, declared worker number ${remaining}`,
    );
    for (const { id } of released) {
      taskManagers.delete(id);
      logInfo(`Stopping worker ${id}.`);
      logInfo(`Stopping TaskManager pod ${id}.`, loggers.kubernetesDriver);
      logInfo(
        `Closing TaskExecutor connection ${id} because: slot manager has determined that the resource is no longer needed`,
      );
      node.stop(settings.namespace, id);
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
    if (wasPending && requests.length > 0) startTaskManager();
  }

  return {
    registered: () => [...taskManagers.values()],
    requestSlots,
    freeSlots,
    close: () => {
      isClosed = true;
      for (const cancel of timers) cancel();
      for (const name of [...taskManagers.keys(), ...pending]) node.stop(settings.namespace, name);
    },
  };
}

/** The exception that fails the jobs of a terminated TaskManager. */
const shutdownException: Throwable = {
  className: 'org.apache.flink.util.FlinkExpectedException',
  message: 'The TaskExecutor is shutting down.',
  frames: ['org.apache.flink.runtime.taskexecutor.TaskExecutor.onStop(TaskExecutor.java:551)'],
};

const isFree = ({ jobId }: Slot): boolean => jobId === undefined;

/** Returns one more than the highest attempt id of the existing TaskManager pods. */
function nextAttempt({ store }: World, { namespace, clusterId }: ClusterSettings): number {
  const prefix = `${clusterId}-taskmanager-`;
  const attempts = store
    .list('pods', namespace)
    .filter(({ metadata }) => metadata.name.startsWith(prefix))
    .map(({ metadata }) => Number(metadata.name.slice(prefix.length).split('-')[0]));
  return largest(attempts) + 1;
}

const workerResourceSpec = ({ slotsPerTaskManager }: ClusterSettings): string =>
  'WorkerResourceSpec {cpuCores=1.0, taskHeapSize=384.000mb (402653174 bytes), taskOffHeapSize=0 bytes, ' +
  `networkMemSize=128.000mb (134217730 bytes), managedMemSize=512.000mb (536870920 bytes), numSlots=${slotsPerTaskManager}}`;

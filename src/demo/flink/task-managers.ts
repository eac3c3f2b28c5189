import { largest } from '../../text/largest.ts';
import type { DemoObject } from '../contracts.ts';
import type { Cancel } from './clock.ts';
import type { Allocation } from './jobs/job.ts';
import { loggers } from './jobs/loggers.ts';
import type { Console } from './logs/container-log.ts';
import type { Thrown } from './logs/stack-trace.ts';
import type { Node, RunningPod } from './node.ts';
import { taskManagerPod } from './objects/pod.ts';
import { randomBetween, randomHex } from './random.ts';
import type { ClusterSettings } from './settings.ts';
import { runTaskManager } from './task-manager-process.ts';
import type { World } from './world.ts';

export type Slot = { readonly allocationId: string; jobId: string | undefined };

/** A TaskManager that is registered. */
export type TaskManager = {
  /** The pod's name, which is its id at REST too. */
  readonly id: string;
  readonly ip: string;
  readonly dataPort: number;
  readonly console: Console;
  readonly slots: readonly Slot[];
  idleSince: number | undefined;
};

/** The active ResourceManager: asks Kubernetes for TaskManagers, and lets idle ones go (flink.md 6). */
export type TaskManagers = {
  readonly registered: () => readonly TaskManager[];
  /** Calls back once there are as many. */
  readonly requestSlots: (jobId: string, count: number, onReady: (slots: readonly Allocation[]) => void) => void;
  readonly freeSlots: (jobId: string) => void;
  /** The JobManager ends, and its TaskManagers with it. */
  readonly close: () => void;
};

type Request = {
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
  /** The JobManager's. */
  readonly console: Console;
  readonly deployment: DemoObject;
  readonly onLost: (jobIds: readonly string[], thrown: Thrown) => void;
  /** Registered from the start, without a sound: for measurements. */
  readonly atOnce: number;
}): TaskManagers {
  const { settings, world, node, console, deployment, onLost } = options;
  const { clock } = world;
  const taskManagers = new Map<string, TaskManager>();
  const pending = new Set<string>();
  let requests: Request[] = [];
  let started = 0;
  let isClosed = false;

  const attempt = attemptAfter(world, settings);
  const say = (message: string, logger: string = loggers.resourceManager) => console.write('INFO', logger, message);
  say(`Recovered 0 pods from previous attempts, current attempt id is ${attempt}.`, loggers.kubernetesDriver);
  for (let index = 0; index < options.atOnce; index += 1) startTaskManager(true);
  const stops: readonly Cancel[] = [clock.every(idleTimeoutMs, releaseIdle), clock.every(heartbeatMs, beat)];
  const heartbeatId = randomHex(32);

  function startTaskManager(atOnce = false): void {
    started += 1;
    const name = `${settings.clusterId}-taskmanager-${attempt}-${started}`;
    pending.add(name);
    if (!atOnce) {
      say(`Creating new TaskManager pod with name ${name} and resource <1728,1.0>.`, loggers.kubernetesDriver);
    }
    node.start({
      object: taskManagerPod(settings, deployment, name),
      atOnce,
      start: (pod) => {
        if (atOnce) register(pod, true);
        return runTaskManager(pod, settings, clock, atOnce ? undefined : () => register(pod, false));
      },
      onTerminated: () => lose(name),
    });
    if (atOnce) return;
    say(`Pod ${name} is created.`, loggers.kubernetesDriver);
    say(`Received new TaskManager pod: ${name}`, loggers.kubernetesDriver);
    say(`Requested worker ${name} with resource spec ${resourceSpec(settings)}.`);
  }

  function register({ name, ip, console: own }: RunningPod, isQuiet: boolean): void {
    if (isClosed || !pending.delete(name)) return;
    taskManagers.set(name, {
      id: name,
      ip,
      dataPort: randomBetween(32_768, 60_999),
      console: own,
      slots: Array.from({ length: settings.slotsPerTaskManager }, () => ({
        allocationId: randomHex(32),
        jobId: undefined,
      })),
      idleSince: clock.now(),
    });
    if (!isQuiet) {
      const address = `pekko.tcp://flink@${ip}:6122/user/rpc/taskmanager_0`;
      say(`Registering TaskManager with ResourceID ${name} (${address}) at ResourceManager`);
      const registration = randomHex(32);
      say(`Registering task executor ${name} under ${registration} at the slot manager.`, loggers.slotManager);
      say(`Worker ${name} is registered.`);
      const done = `Successful registration at resource manager under registration id ${registration}.`;
      own.write('INFO', loggers.taskExecutor, done);
    }
    serveRequests();
  }

  function requestSlots(jobId: string, count: number, onReady: Request['onReady']): void {
    requests.push({ jobId, count, onReady });
    serveRequests();
    const open = requests.reduce((sum, request) => sum + request.count, 0);
    const coming = pending.size * settings.slotsPerTaskManager + freeSlotCount();
    const missing = Math.ceil((open - coming) / settings.slotsPerTaskManager);
    if (missing <= 0) return;
    const known = taskManagers.size + pending.size;
    say(
      `need request ${missing} new workers, current worker number ${known}, declared worker number ${known + missing}`,
    );
    for (let index = 0; index < missing; index += 1) startTaskManager();
  }

  const freeSlotCount = () =>
    [...taskManagers.values()].reduce((sum, { slots }) => sum + slots.filter(isFree).length, 0);

  /** First come, first served; a job waits until it can have all of its slots. */
  function serveRequests(): void {
    for (let first = requests[0]; first && first.count <= freeSlotCount(); first = requests[0]) {
      requests = requests.slice(1);
      first.onReady(allocate(first));
    }
  }

  function allocate({ jobId, count }: Request): readonly Allocation[] {
    const allocations: Allocation[] = [];
    for (const taskManager of taskManagers.values()) {
      const { id, ip, dataPort, console: own } = taskManager;
      for (const slot of taskManager.slots) {
        if (allocations.length === count) return allocations;
        if (!isFree(slot)) continue;
        slot.jobId = jobId;
        taskManager.idleSince = undefined;
        allocations.push({ allocationId: slot.allocationId, taskManager: id, ip, dataPort, console: own });
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

  /** What both sides say of it at DEBUG. */
  function beat(): void {
    const tell = (message: string) => console.write('DEBUG', loggers.resourceManager, message);
    tell('Trigger heartbeat request.');
    for (const { id, console: own } of taskManagers.values()) {
      own.write('DEBUG', loggers.taskExecutor, `Received heartbeat request from ${heartbeatId}.`);
      tell(`Received heartbeat from ${id}.`);
    }
  }

  /** Looks as rarely as the time-out is long, so that a TaskManager goes after one to two of them: as Flink's does. */
  function releaseIdle(): void {
    const keep = Math.ceil(settings.minimumSlots / settings.slotsPerTaskManager);
    const idle = [...taskManagers.values()].filter(
      ({ idleSince }) => idleSince !== undefined && clock.elapsed(idleSince) >= idleTimeoutMs,
    );
    const released = idle.slice(0, Math.max(0, taskManagers.size - keep));
    if (released.length === 0) return;
    const left = taskManagers.size - released.length;
    say(
      `need release ${released.length} workers, current worker number ${taskManagers.size}, declared worker number ${left}`,
    );
    for (const { id } of released) {
      taskManagers.delete(id);
      say(`Stopping worker ${id}.`);
      say(`Stopping TaskManager pod ${id}.`, loggers.kubernetesDriver);
      say(
        `Closing TaskExecutor connection ${id} because: slot manager has determined that the resource is no longer needed`,
      );
      node.stop(settings.namespace, id);
    }
  }

  /** Its container ended. If nobody here asked for that, whoever ran on it is told, and finds another. */
  function lose(name: string): void {
    const wasPending = pending.delete(name);
    const taskManager = taskManagers.get(name);
    if (isClosed || (!wasPending && !taskManager)) return;
    taskManagers.delete(name);
    say(`Closing TaskExecutor connection ${name} because: ${shuttingDown.message}`);
    say(`Stopping worker ${name}.`);
    say(`Stopping TaskManager pod ${name}.`, loggers.kubernetesDriver);
    const jobIds = new Set(taskManager?.slots.flatMap(({ jobId }) => jobId ?? []));
    onLost([...jobIds], shuttingDown);
    if (wasPending && requests.length > 0) startTaskManager();
  }

  return {
    registered: () => [...taskManagers.values()],
    requestSlots,
    freeSlots,
    close: () => {
      isClosed = true;
      for (const stop of stops) stop();
      for (const name of [...taskManagers.keys(), ...pending]) node.stop(settings.namespace, name);
    },
  };
}

/** What a TaskManager says as it goes, and so why its jobs fail. */
const shuttingDown: Thrown = {
  className: 'org.apache.flink.util.FlinkExpectedException',
  message: 'The TaskExecutor is shutting down.',
  frames: ['org.apache.flink.runtime.taskexecutor.TaskExecutor.onStop(TaskExecutor.java:551)'],
};

const isFree = ({ jobId }: Slot): boolean => jobId === undefined;

/** One more than the highest attempt among the TaskManager pods that are still there. */
function attemptAfter({ store }: World, { namespace, clusterId }: ClusterSettings): number {
  const prefix = `${clusterId}-taskmanager-`;
  const attempts = store
    .list('pods', namespace)
    .filter(({ metadata }) => metadata.name.startsWith(prefix))
    .map(({ metadata }) => Number(metadata.name.slice(prefix.length).split('-')[0]));
  return largest(attempts) + 1;
}

const resourceSpec = ({ slotsPerTaskManager }: ClusterSettings): string =>
  'WorkerResourceSpec {cpuCores=1.0, taskHeapSize=384.000mb (402653174 bytes), taskOffHeapSize=0 bytes, ' +
  `networkMemSize=128.000mb (134217730 bytes), managedMemSize=512.000mb (536870920 bytes), numSlots=${slotsPerTaskManager}}`;

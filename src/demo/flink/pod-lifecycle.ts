import type { ContainerExit, PodStage } from './objects/pod-status.ts';

/** Exits of the container's previous runs, newest last. */
type History = { readonly previousExits: readonly ContainerExit[] };

/** The state of a pod in the simulated scheduler and kubelet. Times are RFC 3339. */
export type PodLifecycle = History &
  (
    | { readonly state: 'pending' }
    | { readonly state: 'scheduled' }
    /** The kubelet mounts the volumes and creates the container. */
    | { readonly state: 'creating' }
    /** `crashExitCode`: the exit code of every run, if the container keeps crashing. */
    | { readonly state: 'running'; readonly startedAt: string; readonly crashExitCode: number | undefined }
    /** The container has exited and the kubelet restarts it without a back-off. */
    | { readonly state: 'restarting'; readonly exit: ContainerExit; readonly crashExitCode: number | undefined }
    /** The container has exited and the back-off is about to start. */
    | { readonly state: 'crashed'; readonly exit: ContainerExit }
    | { readonly state: 'backing-off'; readonly exit: ContainerExit }
    /** The container was killed, and its restart policy is `Never`. */
    | { readonly state: 'failed'; readonly exit: ContainerExit }
    /** `startedAt`: start of the container's last run; undefined if the container never started. */
    | { readonly state: 'terminating'; readonly startedAt: string | undefined }
    | { readonly state: 'terminated' }
    | { readonly state: 'removed' }
  );

export type PodEvent =
  | { readonly event: 'schedule' }
  /** Skips scheduling and container creation. */
  | { readonly event: 'run-immediately'; readonly at: string }
  /** The wait time of the current state has elapsed. */
  | { readonly event: 'wait-elapsed'; readonly at: string }
  | { readonly event: 'mounted'; readonly at: string }
  | { readonly event: 'not-mounted'; readonly missingKey: string }
  /** The container exits and the kubelet restarts it. */
  | { readonly event: 'restart'; readonly at: string; readonly exitCode: number }
  /** The container exits now and soon after every restart. */
  | { readonly event: 'crash'; readonly at: string; readonly exitCode: number }
  /** The kernel kills the container, which does not restart. */
  | { readonly event: 'kill'; readonly at: string; readonly exitCode: number; readonly reason: string }
  /** The pod was deleted. */
  | { readonly event: 'stop' };

export type PodEffect =
  /** Assigns the pod to the node. */
  | { readonly effect: 'assign' }
  | { readonly effect: 'mount' }
  | { readonly effect: 'record-mount-failure'; readonly missingKey: string }
  | { readonly effect: 'record-started' }
  | { readonly effect: 'write-status'; readonly stage: PodStage }
  /** Starts the container's process. */
  | { readonly effect: 'run' }
  /** Ends the process, as if it exited on its own. */
  | { readonly effect: 'end-process' }
  /** Ends the process at once, without a log line. */
  | { readonly effect: 'kill-container' }
  /** Tells the owner of the pod that the container has failed. */
  | { readonly effect: 'report-failure' }
  /** Keeps the log of this run as the previous log. */
  | { readonly effect: 'keep-previous-log' }
  | { readonly effect: 'report-back-off'; readonly delayMs: number; readonly since: string }
  | { readonly effect: 'mark-deleted' }
  | { readonly effect: 'record-killing' }
  | { readonly effect: 'terminate-process' }
  /** Ends the process and its log after `terminate-process`. */
  | { readonly effect: 'kill-process' }
  | { readonly effect: 'remove' }
  /** Replaces the previous wait. `ms` is simulated time. */
  | { readonly effect: 'wait'; readonly ms: number };

type Next = readonly [PodLifecycle, readonly PodEffect[]];
type Running = Extract<PodLifecycle, { readonly state: 'running' }>;

const schedulingMs = 700;
const startingMs = 1500;
const terminatingMs = 1200;
const removalMs = 200;
/** Measured on a real cluster: 0.3 to 1 s. */
const restartingMs = 700;
const mountRetryMs = 2000;
/** The kubelet's defaults in Kubernetes 1.34. */
const firstBackOffMs = 10_000;
const maxBackOffMs = 300_000;
/** Measured with a JobManager that has an invalid configuration. */
const crashedAfterMs = 2000;
/** Exit code after SIGTERM. */
const sigtermExitCode = 143;

export const newPod: PodLifecycle = { state: 'pending', previousExits: [] };

export function nextPodLifecycle(current: PodLifecycle, event: PodEvent): Next {
  switch (event.event) {
    case 'schedule':
      if (current.state !== 'pending') return [current, []];
      return [{ state: 'scheduled', previousExits: current.previousExits }, [{ effect: 'assign' }, wait(schedulingMs)]];
    case 'run-immediately':
      if (current.state !== 'pending') return [current, []];
      return [running(current, event.at, undefined), [{ effect: 'run' }]];
    case 'wait-elapsed':
      return waitElapsed(current, event.at);
    case 'mounted': {
      if (current.state !== 'creating') return [current, []];
      const [next, effects] = run(current, event.at, undefined);
      return [next, [{ effect: 'record-started' }, ...effects]];
    }
    case 'not-mounted':
      if (current.state !== 'creating') return [current, []];
      return [current, [{ effect: 'record-mount-failure', missingKey: event.missingKey }, wait(mountRetryMs)]];
    case 'restart': {
      if (current.state !== 'running') return [current, []];
      const exit = toContainerExit(current, event);
      return [
        { state: 'restarting', exit, crashExitCode: current.crashExitCode, previousExits: current.previousExits },
        endProcess(exit),
      ];
    }
    case 'crash':
      return current.state === 'running' ? crash(current, event) : [current, []];
    case 'kill':
      return current.state === 'running' ? kill(current, event) : [current, []];
    case 'stop':
      return stop(current);
  }
}

function waitElapsed(current: PodLifecycle, at: string): Next {
  switch (current.state) {
    case 'scheduled':
      return [
        { state: 'creating', previousExits: current.previousExits },
        [writeStatus({ stage: 'creating' }), wait(startingMs)],
      ];
    case 'creating':
      return [current, [{ effect: 'mount' }]];
    case 'running':
      return current.crashExitCode === undefined
        ? [current, []]
        : crash(current, { at, exitCode: current.crashExitCode });
    case 'restarting': {
      const [next, effects] = run(
        { previousExits: [...current.previousExits, current.exit] },
        at,
        current.crashExitCode,
      );
      return [next, [{ effect: 'keep-previous-log' }, ...effects]];
    }
    case 'crashed':
      return backOff(current, at);
    case 'backing-off':
      return run(current, at, current.exit.exitCode);
    case 'terminating':
      return terminated(current, at);
    case 'terminated':
      return [{ state: 'removed', previousExits: current.previousExits }, [{ effect: 'remove' }]];
    case 'pending':
    case 'failed':
    case 'removed':
      return [current, []];
  }
}

function run(current: History, startedAt: string, crashExitCode: number | undefined): Next {
  const nextCrash = crashExitCode === undefined ? [] : [wait(crashedAfterMs)];
  return [
    running(current, startedAt, crashExitCode),
    // The crash timer starts first, so that a crashing JobManager never opens its REST API.
    [writeStatus({ stage: 'running', startedAt }), ...nextCrash, { effect: 'run' }],
  ];
}

const running = ({ previousExits }: History, startedAt: string, crashExitCode: number | undefined): PodLifecycle => ({
  state: 'running',
  startedAt,
  crashExitCode,
  previousExits,
});

type Exit = { readonly at: string; readonly exitCode: number };

const toContainerExit = ({ startedAt }: Running, { at, exitCode }: Exit): ContainerExit => ({
  startedAt,
  finishedAt: at,
  exitCode,
});

const endProcess = (exit: ContainerExit): readonly PodEffect[] => [
  { effect: 'end-process' },
  writeStatus({ stage: 'terminated', willRestart: true, ...exit }),
  wait(restartingMs),
];

function crash(current: Running, event: Exit): Next {
  const exit = toContainerExit(current, event);
  return [{ state: 'crashed', exit, previousExits: current.previousExits }, endProcess(exit)];
}

function kill(current: Running, event: Exit & { readonly reason: string }): Next {
  const exit = { ...toContainerExit(current, event), reason: event.reason };
  return [
    { state: 'failed', exit, previousExits: current.previousExits },
    [{ effect: 'kill-container' }, writeStatus({ stage: 'terminated', ...exit }), { effect: 'report-failure' }],
  ];
}

function backOff({ exit, previousExits }: Extract<PodLifecycle, { readonly state: 'crashed' }>, at: string): Next {
  const delayMs = Math.min(firstBackOffMs * 2 ** previousExits.length, maxBackOffMs);
  return [
    { state: 'backing-off', exit, previousExits: [...previousExits, exit] },
    [{ effect: 'keep-previous-log' }, { effect: 'report-back-off', delayMs, since: at }, wait(delayMs)],
  ];
}

function stop(current: PodLifecycle): Next {
  if (current.state === 'terminating' || current.state === 'terminated' || current.state === 'removed')
    return [current, []];
  const isRunning = current.state === 'running';
  return [
    { state: 'terminating', startedAt: lastStart(current), previousExits: current.previousExits },
    [
      { effect: 'mark-deleted' },
      ...(isRunning ? [{ effect: 'record-killing' } as const] : []),
      { effect: 'terminate-process' },
      wait(isRunning ? terminatingMs : 0),
    ],
  ];
}

function lastStart(current: PodLifecycle): string | undefined {
  if (current.state === 'running') return current.startedAt;
  // The status of a failed pod keeps the exit of its container.
  if (current.state === 'failed') return undefined;
  return 'exit' in current ? current.exit.startedAt : undefined;
}

function terminated(
  { startedAt, previousExits }: Extract<PodLifecycle, { readonly state: 'terminating' }>,
  at: string,
): Next {
  const exit = startedAt === undefined ? undefined : { startedAt, finishedAt: at, exitCode: sigtermExitCode };
  return [
    { state: 'terminated', previousExits },
    [...(exit ? [writeStatus({ stage: 'terminated', ...exit })] : []), { effect: 'kill-process' }, wait(removalMs)],
  ];
}

const writeStatus = (stage: PodStage): PodEffect => ({ effect: 'write-status', stage });
const wait = (ms: number): PodEffect => ({ effect: 'wait', ms });

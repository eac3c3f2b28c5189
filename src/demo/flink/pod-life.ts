import type { ContainerEnd, PodStage } from './objects/pod-status.ts';

/** How the runs of the container before this one ended, the last one last. */
type Known = { readonly ends: readonly ContainerEnd[] };

/** What the scheduler and the kubelet are about to do with a pod. Times are RFC 3339. */
export type PodLife = Known &
  (
    | { readonly state: 'pending' }
    | { readonly state: 'scheduled' }
    /** Its volumes are mounted, and its container created. */
    | { readonly state: 'creating' }
    /** `crashesWith`: an exit code that each run soon ends with. */
    | { readonly state: 'running'; readonly startedAt: string; readonly crashesWith: number | undefined }
    /** The container has ended, and is started again at once. */
    | { readonly state: 'restarting'; readonly end: ContainerEnd; readonly crashesWith: number | undefined }
    /** It has ended, and the kubelet is about to back off. */
    | { readonly state: 'crashed'; readonly end: ContainerEnd }
    | { readonly state: 'backing-off'; readonly end: ContainerEnd }
    /** `startedAt`: of the container's last run, if there was one. */
    | { readonly state: 'terminating'; readonly startedAt: string | undefined }
    | { readonly state: 'terminated' }
    | { readonly state: 'gone' }
  );

export type PodEvent =
  | { readonly event: 'schedule' }
  /** Without the steps of a start. */
  | { readonly event: 'run-at-once'; readonly at: string }
  /** The time that the state was to last is over. */
  | { readonly event: 'due'; readonly at: string }
  | { readonly event: 'mounted'; readonly at: string }
  | { readonly event: 'not-mounted'; readonly missingKey: string }
  /** The container ends, and the kubelet starts it again. */
  | { readonly event: 'restart'; readonly at: string; readonly exitCode: number }
  /** From now on it ends soon after each start. */
  | { readonly event: 'crash'; readonly at: string; readonly exitCode: number }
  /** The pod was deleted. */
  | { readonly event: 'stop' };

export type PodEffect =
  /** To the node. */
  | { readonly effect: 'assign' }
  | { readonly effect: 'mount' }
  | { readonly effect: 'tell-not-mounted'; readonly missingKey: string }
  | { readonly effect: 'tell-started' }
  | { readonly effect: 'show'; readonly stage: PodStage }
  /** Starts the container's process. */
  | { readonly effect: 'run' }
  /** The process ends by itself. */
  | { readonly effect: 'end-process' }
  /** Its log is that of the run before from now on. */
  | { readonly effect: 'keep-log' }
  | { readonly effect: 'show-back-off'; readonly pauseMs: number; readonly since: string }
  | { readonly effect: 'mark-deleted' }
  | { readonly effect: 'tell-killing' }
  | { readonly effect: 'terminate-process' }
  /** The grace period is over. */
  | { readonly effect: 'kill-process' }
  | { readonly effect: 'forget' }
  /** Instead of what was waited for before. Simulated milliseconds. */
  | { readonly effect: 'wait'; readonly ms: number };

type Next = readonly [PodLife, readonly PodEffect[]];
type Running = Extract<PodLife, { readonly state: 'running' }>;

const schedulingMs = 700;
const startingMs = 1500;
const terminatingMs = 1200;
const forgettingMs = 200;
/** Measured: 0.3 to 1 s. */
const restartingMs = 700;
const mountRetryMs = 2000;
/** The kubelet's own, in Kubernetes 1.34. */
const firstBackOffMs = 10_000;
const longestBackOffMs = 300_000;
/** Measured with a JobManager whose configuration is invalid. */
const crashedAfterMs = 2000;
/** Of SIGTERM. */
const terminatedCode = 143;

export const newPod: PodLife = { state: 'pending', ends: [] };

export function nextPodLife(now: PodLife, event: PodEvent): Next {
  switch (event.event) {
    case 'schedule':
      if (now.state !== 'pending') return [now, []];
      return [{ state: 'scheduled', ends: now.ends }, [{ effect: 'assign' }, wait(schedulingMs)]];
    case 'run-at-once':
      if (now.state !== 'pending') return [now, []];
      return [running(now, event.at, undefined), [{ effect: 'run' }]];
    case 'due':
      return due(now, event.at);
    case 'mounted': {
      if (now.state !== 'creating') return [now, []];
      const [next, effects] = run(now, event.at, undefined);
      return [next, [{ effect: 'tell-started' }, ...effects]];
    }
    case 'not-mounted':
      if (now.state !== 'creating') return [now, []];
      return [now, [{ effect: 'tell-not-mounted', missingKey: event.missingKey }, wait(mountRetryMs)]];
    case 'restart': {
      if (now.state !== 'running') return [now, []];
      const end = endOf(now, event);
      return [{ state: 'restarting', end, crashesWith: now.crashesWith, ends: now.ends }, endProcess(end)];
    }
    case 'crash':
      return now.state === 'running' ? crash(now, event) : [now, []];
    case 'stop':
      return stop(now);
  }
}

function due(now: PodLife, at: string): Next {
  switch (now.state) {
    case 'scheduled':
      return [{ state: 'creating', ends: now.ends }, [show({ stage: 'creating' }), wait(startingMs)]];
    case 'creating':
      return [now, [{ effect: 'mount' }]];
    case 'running':
      return now.crashesWith === undefined ? [now, []] : crash(now, { at, exitCode: now.crashesWith });
    case 'restarting': {
      const [next, effects] = run({ ends: [...now.ends, now.end] }, at, now.crashesWith);
      return [next, [{ effect: 'keep-log' }, ...effects]];
    }
    case 'crashed':
      return backOff(now, at);
    case 'backing-off':
      return run(now, at, now.end.exitCode);
    case 'terminating':
      return terminated(now, at);
    case 'terminated':
      return [{ state: 'gone', ends: now.ends }, [{ effect: 'forget' }]];
    case 'pending':
    case 'gone':
      return [now, []];
  }
}

function run(now: Known, startedAt: string, crashesWith: number | undefined): Next {
  const soon = crashesWith === undefined ? [] : [wait(crashedAfterMs)];
  return [running(now, startedAt, crashesWith), [show({ stage: 'running', startedAt }), { effect: 'run' }, ...soon]];
}

const running = ({ ends }: Known, startedAt: string, crashesWith: number | undefined): PodLife => ({
  state: 'running',
  startedAt,
  crashesWith,
  ends,
});

type Ended = { readonly at: string; readonly exitCode: number };

const endOf = ({ startedAt }: Running, { at, exitCode }: Ended): ContainerEnd => ({
  startedAt,
  finishedAt: at,
  exitCode,
});

const endProcess = (end: ContainerEnd): readonly PodEffect[] => [
  { effect: 'end-process' },
  show({ stage: 'terminated', isStartedAgain: true, ...end }),
  wait(restartingMs),
];

function crash(now: Running, ended: Ended): Next {
  const end = endOf(now, ended);
  return [{ state: 'crashed', end, ends: now.ends }, endProcess(end)];
}

function backOff({ end, ends }: Extract<PodLife, { readonly state: 'crashed' }>, at: string): Next {
  const pauseMs = Math.min(firstBackOffMs * 2 ** ends.length, longestBackOffMs);
  return [
    { state: 'backing-off', end, ends: [...ends, end] },
    [{ effect: 'keep-log' }, { effect: 'show-back-off', pauseMs, since: at }, wait(pauseMs)],
  ];
}

function stop(now: PodLife): Next {
  if (now.state === 'terminating' || now.state === 'terminated' || now.state === 'gone') return [now, []];
  const isRunning = now.state === 'running';
  return [
    { state: 'terminating', startedAt: lastStart(now), ends: now.ends },
    [
      { effect: 'mark-deleted' },
      ...(isRunning ? [{ effect: 'tell-killing' } as const] : []),
      { effect: 'terminate-process' },
      wait(isRunning ? terminatingMs : 0),
    ],
  ];
}

function lastStart(now: PodLife): string | undefined {
  if (now.state === 'running') return now.startedAt;
  return 'end' in now ? now.end.startedAt : undefined;
}

function terminated({ startedAt, ends }: Extract<PodLife, { readonly state: 'terminating' }>, at: string): Next {
  const end = startedAt === undefined ? undefined : { startedAt, finishedAt: at, exitCode: terminatedCode };
  return [
    { state: 'terminated', ends },
    [...(end ? [show({ stage: 'terminated', ...end })] : []), { effect: 'kill-process' }, wait(forgettingMs)],
  ];
}

const show = (stage: PodStage): PodEffect => ({ effect: 'show', stage });
const wait = (ms: number): PodEffect => ({ effect: 'wait', ms });

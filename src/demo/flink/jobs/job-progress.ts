import type { Throwable } from '../logs/stack-trace.ts';
import type { Allocation, JobState, TaskState } from './job.ts';
import { noResourceAvailable } from './slot-failures.ts';

/** The current step of a job in the simulated JobMaster. */
export type JobProgress =
  /** Waits for 0 ms, so that the submitter gets the job id before the first event. */
  | { readonly step: 'submitted' }
  | { readonly step: 'initializing' }
  | { readonly step: 'created' }
  | { readonly step: 'waiting-for-slots' }
  | { readonly step: 'deploying' }
  /** The deployed tasks initialize. */
  | { readonly step: 'starting' }
  | { readonly step: 'working' }
  /** A task has failed and the other tasks are being cancelled. */
  | { readonly step: 'failing'; readonly hasSlots: boolean }
  /** The job waits for Flink's restart delay. */
  | { readonly step: 'restarting'; readonly hasSlots: boolean }
  | { readonly step: 'cancelling' }
  /** A task has failed, and the job ends because it has no restart strategy. */
  | { readonly step: 'job-failing' }
  | { readonly step: 'ended' }
  /** The JobManager has shut down. Further events have no effect. */
  | { readonly step: 'suspended' };

export type JobEvent =
  /** The wait time of the current step has elapsed. */
  | { readonly event: 'wait-elapsed' }
  | { readonly event: 'slots-granted'; readonly slots: readonly Allocation[] }
  /** Flink has not found slots within `slot.request.timeout`. */
  | { readonly event: 'slots-timed-out' }
  /** A TaskManager of the job has ended. */
  | { readonly event: 'slots-lost'; readonly thrown: Throwable }
  | { readonly event: 'task-failed'; readonly thrown: Throwable }
  /** Like `task-failed`, but the job does not restart. */
  | { readonly event: 'job-failed'; readonly thrown: Throwable }
  | { readonly event: 'cancel' }
  /** Every task finishes. */
  | { readonly event: 'finish' }
  | { readonly event: 'suspend' };

export type JobEffect =
  | { readonly effect: 'log-submission' }
  | { readonly effect: 'create' }
  | { readonly effect: 'log-start' }
  | { readonly effect: 'switch-job'; readonly to: JobState }
  | { readonly effect: 'switch-tasks'; readonly to: TaskState }
  /** All tasks except the failed ones. */
  | { readonly effect: 'switch-other-tasks'; readonly to: TaskState }
  | { readonly effect: 'request-slots' }
  | { readonly effect: 'assign-slots'; readonly slots: readonly Allocation[] }
  | { readonly effect: 'free-slots' }
  /** Starts periodic checkpoints and the user code. */
  | { readonly effect: 'start-work' }
  /** Stops the user code and cancels pending waits. */
  | { readonly effect: 'stop-work' }
  | { readonly effect: 'record-failure'; readonly thrown: Throwable }
  /** Fails a task without recording the failure. */
  | { readonly effect: 'fail-task'; readonly thrown: Throwable }
  /** Records the failure of the task that ended the job. */
  | { readonly effect: 'record-final-failure' }
  /** Fails the checkpoints in progress with this reason. */
  | { readonly effect: 'stop-checkpoints'; readonly reason: string }
  | { readonly effect: 'begin-attempt' }
  | { readonly effect: 'restore' }
  | { readonly effect: 'end'; readonly state: 'CANCELED' | 'FINISHED' | 'FAILED' }
  /** Simulated milliseconds. */
  | { readonly effect: 'wait'; readonly ms: number }
  | { readonly effect: 'wait-between'; readonly fromMs: number; readonly toMs: number };

type Next = readonly [JobProgress, readonly JobEffect[]];

export const restartDelayMs = 5000;
/** Delay from a task failure until the other tasks are cancelled. */
const failingMs = 150;

export const newJobProgress: Next = [{ step: 'submitted' }, [{ effect: 'wait', ms: 0 }]];

/** Returns the next step and its effects. Job and task states follow Flink's ExecutionGraph. */
export function nextJobProgress(current: JobProgress, event: JobEvent): Next {
  if (current.step === 'ended' || current.step === 'suspended') return [current, []];
  switch (event.event) {
    case 'wait-elapsed':
      return waitElapsed(current);
    case 'slots-granted': {
      if (current.step !== 'waiting-for-slots') return [current, []];
      const [next, effects] = deploy();
      return [next, [{ effect: 'assign-slots', slots: event.slots }, ...effects]];
    }
    case 'slots-timed-out':
      return current.step === 'waiting-for-slots' ? fail(noResourceAvailable, false) : [current, []];
    case 'slots-lost':
      return slotsLost(current, event.thrown);
    case 'task-failed':
      return current.step === 'working' ? fail(event.thrown, true) : [current, []];
    case 'job-failed':
      return current.step === 'working' ? failJob(event.thrown) : [current, []];
    case 'cancel':
      return current.step === 'cancelling' ? [current, []] : cancel(current);
    case 'finish':
      if (current.step === 'cancelling') return [current, []];
      return [
        { step: 'ended' },
        [{ effect: 'stop-work' }, { effect: 'switch-tasks', to: 'FINISHED' }, { effect: 'end', state: 'FINISHED' }],
      ];
    case 'suspend':
      return [
        { step: 'suspended' },
        [{ effect: 'stop-work' }, { effect: 'stop-checkpoints', reason: 'Checkpoint Coordinator is suspending.' }],
      ];
  }
}

function waitElapsed(current: JobProgress): Next {
  switch (current.step) {
    case 'submitted':
      return [{ step: 'initializing' }, [{ effect: 'log-submission' }, { effect: 'wait', ms: 400 }]];
    case 'initializing':
      return [{ step: 'created' }, [{ effect: 'create' }, { effect: 'wait', ms: 300 }]];
    case 'created': {
      const [next, effects] = requestSlots();
      return [next, [{ effect: 'log-start' }, { effect: 'switch-job', to: 'RUNNING' }, ...effects]];
    }
    case 'deploying':
      return [
        { step: 'starting' },
        [
          { effect: 'switch-tasks', to: 'INITIALIZING' },
          { effect: 'wait', ms: 350 },
        ],
      ];
    case 'starting':
      return [{ step: 'working' }, [{ effect: 'switch-tasks', to: 'RUNNING' }, { effect: 'start-work' }]];
    case 'failing':
      return [
        { step: 'restarting', hasSlots: current.hasSlots },
        [
          { effect: 'switch-other-tasks', to: 'CANCELED' },
          { effect: 'wait', ms: restartDelayMs - failingMs },
        ],
      ];
    case 'restarting':
      return restart(current.hasSlots);
    case 'cancelling':
      return [
        { step: 'ended' },
        [
          { effect: 'switch-tasks', to: 'CANCELED' },
          { effect: 'end', state: 'CANCELED' },
        ],
      ];
    case 'job-failing':
      return [
        { step: 'ended' },
        [
          { effect: 'switch-other-tasks', to: 'CANCELED' },
          { effect: 'end', state: 'FAILED' },
          { effect: 'record-final-failure' },
        ],
      ];
    case 'waiting-for-slots':
    case 'working':
    case 'ended':
    case 'suspended':
      return [current, []];
  }
}

function requestSlots(): Next {
  return [{ step: 'waiting-for-slots' }, [{ effect: 'switch-tasks', to: 'SCHEDULED' }, { effect: 'request-slots' }]];
}

function deploy(): Next {
  return [
    { step: 'deploying' },
    [
      { effect: 'switch-tasks', to: 'DEPLOYING' },
      { effect: 'wait', ms: 250 },
    ],
  ];
}

function slotsLost(current: JobProgress, thrown: Throwable): Next {
  switch (current.step) {
    case 'deploying':
    case 'starting':
    case 'working': {
      const [next, effects] = fail(thrown, false);
      return [next, [...effects, { effect: 'free-slots' }]];
    }
    case 'failing':
    case 'restarting':
      return [{ ...current, hasSlots: false }, [{ effect: 'free-slots' }]];
    case 'cancelling':
    case 'job-failing':
      return [current, [{ effect: 'free-slots' }]];
    default:
      return [current, []];
  }
}

function fail(thrown: Throwable, hasSlots: boolean): Next {
  return [
    { step: 'failing', hasSlots },
    [
      { effect: 'stop-work' },
      { effect: 'record-failure', thrown },
      { effect: 'stop-checkpoints', reason: 'FailoverRegion is restarting.' },
      { effect: 'switch-job', to: 'RESTARTING' },
      { effect: 'switch-other-tasks', to: 'CANCELING' },
      { effect: 'wait', ms: failingMs },
    ],
  ];
}

function failJob(thrown: Throwable): Next {
  return [
    { step: 'job-failing' },
    [
      { effect: 'stop-work' },
      { effect: 'fail-task', thrown },
      { effect: 'switch-job', to: 'FAILING' },
      { effect: 'stop-checkpoints', reason: 'Checkpoint Coordinator is suspending.' },
      { effect: 'switch-other-tasks', to: 'CANCELING' },
      { effect: 'wait', ms: failingMs },
    ],
  ];
}

function restart(hasSlots: boolean): Next {
  const [next, effects] = hasSlots ? deploy() : requestSlots();
  return [
    next,
    [
      { effect: 'begin-attempt' },
      { effect: 'switch-job', to: 'RUNNING' },
      { effect: 'switch-tasks', to: 'CREATED' },
      { effect: 'restore' },
      ...(hasSlots ? [{ effect: 'switch-tasks', to: 'SCHEDULED' } as const] : []),
      ...effects,
    ],
  ];
}

function cancel(current: JobProgress): Next {
  const tasks: readonly JobEffect[] = hasSlots(current)
    ? [
        { effect: 'switch-tasks', to: 'CANCELING' },
        { effect: 'wait-between', fromMs: 500, toMs: 900 },
      ]
    : [{ effect: 'wait', ms: 50 }];
  return [{ step: 'cancelling' }, [{ effect: 'stop-work' }, { effect: 'switch-job', to: 'CANCELLING' }, ...tasks]];
}

function hasSlots(current: JobProgress): boolean {
  if (current.step === 'failing' || current.step === 'restarting') return current.hasSlots;
  if (current.step === 'job-failing') return true;
  return current.step === 'deploying' || current.step === 'starting' || current.step === 'working';
}

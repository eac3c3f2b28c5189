import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type JobEffect,
  type JobEvent,
  type JobProgress,
  newJobProgress,
  nextJobProgress,
} from '../../../src/demo/flink/jobs/job-progress.ts';
import { noResourceAvailable } from '../../../src/demo/flink/jobs/slot-failures.ts';
import { describeFields, type Samples, type Transitions, testTransitions } from '../../support/transitions.ts';

const thrown = { className: 'RuntimeException', message: 'broken', frames: [] };

const states = {
  submitted: { step: 'submitted' },
  initializing: { step: 'initializing' },
  created: { step: 'created' },
  'waiting-for-slots': { step: 'waiting-for-slots' },
  deploying: { step: 'deploying' },
  starting: { step: 'starting' },
  working: { step: 'working' },
  failing: { step: 'failing', hasSlots: true },
  'failing (slots lost)': { step: 'failing', hasSlots: false },
  restarting: { step: 'restarting', hasSlots: true },
  'restarting (slots lost)': { step: 'restarting', hasSlots: false },
  cancelling: { step: 'cancelling' },
  'job-failing': { step: 'job-failing' },
  ended: { step: 'ended' },
  suspended: { step: 'suspended' },
} as const satisfies Samples<JobProgress, 'step'>;

const events = {
  'wait-elapsed': { event: 'wait-elapsed' },
  'slots-granted': { event: 'slots-granted', slots: [] },
  'slots-timed-out': { event: 'slots-timed-out' },
  'slots-lost': { event: 'slots-lost', thrown },
  'task-failed': { event: 'task-failed', thrown },
  'job-failed': { event: 'job-failed', thrown },
  cancel: { event: 'cancel' },
  finish: { event: 'finish' },
  suspend: { event: 'suspend' },
} as const satisfies Samples<JobEvent, 'event'>;

function describeEffect(effect: JobEffect): string {
  if (effect.effect === 'record-failure') {
    return `record ${effect.thrown === noResourceAvailable ? 'no slots' : effect.thrown.message}`;
  }
  return effect.effect === 'fail-task' ? `fail-task ${effect.thrown.message}` : describeFields(effect);
}

const expected: Transitions<keyof typeof states, keyof typeof events> = {
  submitted: {
    'wait-elapsed': 'initializing: log-submission, wait 400',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost': 'same',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, wait 50',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  initializing: {
    'wait-elapsed': 'created: create, wait 300',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost': 'same',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, wait 50',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  created: {
    'wait-elapsed': 'waiting-for-slots: log-start, switch-job RUNNING, switch-tasks SCHEDULED, request-slots',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost': 'same',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, wait 50',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  'waiting-for-slots': {
    'wait-elapsed': 'same',
    'slots-granted': 'deploying: assign-slots [], switch-tasks DEPLOYING, wait 250',
    'slots-timed-out':
      'failing without slots: stop-work, record no slots, stop-checkpoints FailoverRegion is restarting., switch-job RESTARTING, switch-other-tasks CANCELING, wait 150',
    'slots-lost': 'same',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, wait 50',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  deploying: {
    'wait-elapsed': 'starting: switch-tasks INITIALIZING, wait 350',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost':
      'failing without slots: stop-work, record broken, stop-checkpoints FailoverRegion is restarting., switch-job RESTARTING, switch-other-tasks CANCELING, wait 150, free-slots',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, switch-tasks CANCELING, wait-between 500 900',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  starting: {
    'wait-elapsed': 'working: switch-tasks RUNNING, start-work',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost':
      'failing without slots: stop-work, record broken, stop-checkpoints FailoverRegion is restarting., switch-job RESTARTING, switch-other-tasks CANCELING, wait 150, free-slots',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, switch-tasks CANCELING, wait-between 500 900',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  working: {
    'wait-elapsed': 'same',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost':
      'failing without slots: stop-work, record broken, stop-checkpoints FailoverRegion is restarting., switch-job RESTARTING, switch-other-tasks CANCELING, wait 150, free-slots',
    'task-failed':
      'failing: stop-work, record broken, stop-checkpoints FailoverRegion is restarting., switch-job RESTARTING, switch-other-tasks CANCELING, wait 150',
    'job-failed':
      'job-failing: stop-work, fail-task broken, switch-job FAILING, stop-checkpoints Checkpoint Coordinator is suspending., switch-other-tasks CANCELING, wait 150',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, switch-tasks CANCELING, wait-between 500 900',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  failing: {
    'wait-elapsed': 'restarting: switch-other-tasks CANCELED, wait 4850',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost': 'failing without slots: free-slots',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, switch-tasks CANCELING, wait-between 500 900',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  'failing (slots lost)': {
    'wait-elapsed': 'restarting without slots: switch-other-tasks CANCELED, wait 4850',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost': 'failing without slots: free-slots',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, wait 50',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  restarting: {
    'wait-elapsed':
      'deploying: begin-attempt, switch-job RUNNING, switch-tasks CREATED, restore, switch-tasks SCHEDULED, switch-tasks DEPLOYING, wait 250',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost': 'restarting without slots: free-slots',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, switch-tasks CANCELING, wait-between 500 900',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  'restarting (slots lost)': {
    'wait-elapsed':
      'waiting-for-slots: begin-attempt, switch-job RUNNING, switch-tasks CREATED, restore, switch-tasks SCHEDULED, request-slots',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost': 'restarting without slots: free-slots',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, wait 50',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  cancelling: {
    'wait-elapsed': 'ended: switch-tasks CANCELED, end CANCELED',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost': 'cancelling: free-slots',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'same',
    finish: 'same',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  'job-failing': {
    'wait-elapsed': 'ended: switch-other-tasks CANCELED, end FAILED, record-final-failure',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost': 'job-failing: free-slots',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, switch-tasks CANCELING, wait-between 500 900',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    suspend: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  ended: {
    'wait-elapsed': 'same',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost': 'same',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'same',
    finish: 'same',
    suspend: 'same',
  },
  suspended: {
    'wait-elapsed': 'same',
    'slots-granted': 'same',
    'slots-timed-out': 'same',
    'slots-lost': 'same',
    'task-failed': 'same',
    'job-failed': 'same',
    cancel: 'same',
    finish: 'same',
    suspend: 'same',
  },
};

testTransitions(
  'job progress',
  {
    states,
    events,
    next: nextJobProgress,
    describeState: (progress) =>
      'hasSlots' in progress && !progress.hasSlots ? `${progress.step} without slots` : progress.step,
    describeEffect,
  },
  expected,
);

test('a new job waits for 0 ms, so that the submitter gets the job id first', () => {
  const [progress, effects] = newJobProgress;
  assert.equal(progress.step, 'submitted');
  assert.deepEqual(effects.map(describeEffect), ['wait 0']);
});

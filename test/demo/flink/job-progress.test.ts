import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type JobEffect,
  type JobEvent,
  type JobProgress,
  newJobProgress,
  nextJobProgress,
} from '../../../src/demo/flink/jobs/job-progress.ts';
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
  ended: { step: 'ended' },
  suspended: { step: 'suspended' },
} as const satisfies Samples<JobProgress, 'step'>;

const events = {
  due: { event: 'due' },
  'slots-granted': { event: 'slots-granted', slots: [] },
  'slots-lost': { event: 'slots-lost', thrown },
  'task-failed': { event: 'task-failed', thrown },
  cancel: { event: 'cancel' },
  finish: { event: 'finish' },
  abandon: { event: 'abandon' },
} as const satisfies Samples<JobEvent, 'event'>;

const describeEffect = (effect: JobEffect): string =>
  effect.effect === 'record-failure' ? `record ${effect.thrown.message}` : describeFields(effect);

const expected: Transitions<keyof typeof states, keyof typeof events> = {
  submitted: {
    due: 'initializing: say-submitted, wait 400',
    'slots-granted': 'same',
    'slots-lost': 'same',
    'task-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, wait 50',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    abandon: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  initializing: {
    due: 'created: create, wait 300',
    'slots-granted': 'same',
    'slots-lost': 'same',
    'task-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, wait 50',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    abandon: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  created: {
    due: 'waiting-for-slots: say-starting, switch-job RUNNING, switch-tasks SCHEDULED, request-slots',
    'slots-granted': 'same',
    'slots-lost': 'same',
    'task-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, wait 50',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    abandon: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  'waiting-for-slots': {
    due: 'same',
    'slots-granted': 'deploying: take-slots [], switch-tasks DEPLOYING, wait 250',
    'slots-lost': 'same',
    'task-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, wait 50',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    abandon: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  deploying: {
    due: 'starting: switch-tasks INITIALIZING, wait 350',
    'slots-granted': 'same',
    'slots-lost':
      'failing without slots: stop-work, record broken, stop-checkpoints FailoverRegion is restarting., switch-job RESTARTING, switch-other-tasks CANCELING, wait 150, free-slots',
    'task-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, switch-tasks CANCELING, wait-between 500 900',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    abandon: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  starting: {
    due: 'working: switch-tasks RUNNING, start-work',
    'slots-granted': 'same',
    'slots-lost':
      'failing without slots: stop-work, record broken, stop-checkpoints FailoverRegion is restarting., switch-job RESTARTING, switch-other-tasks CANCELING, wait 150, free-slots',
    'task-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, switch-tasks CANCELING, wait-between 500 900',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    abandon: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  working: {
    due: 'same',
    'slots-granted': 'same',
    'slots-lost':
      'failing without slots: stop-work, record broken, stop-checkpoints FailoverRegion is restarting., switch-job RESTARTING, switch-other-tasks CANCELING, wait 150, free-slots',
    'task-failed':
      'failing: stop-work, record broken, stop-checkpoints FailoverRegion is restarting., switch-job RESTARTING, switch-other-tasks CANCELING, wait 150',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, switch-tasks CANCELING, wait-between 500 900',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    abandon: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  failing: {
    due: 'restarting: switch-other-tasks CANCELED, wait 4850',
    'slots-granted': 'same',
    'slots-lost': 'failing without slots: free-slots',
    'task-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, switch-tasks CANCELING, wait-between 500 900',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    abandon: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  'failing (slots lost)': {
    due: 'restarting without slots: switch-other-tasks CANCELED, wait 4850',
    'slots-granted': 'same',
    'slots-lost': 'failing without slots: free-slots',
    'task-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, wait 50',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    abandon: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  restarting: {
    due: 'deploying: begin-attempt, switch-job RUNNING, switch-tasks CREATED, restore, switch-tasks SCHEDULED, switch-tasks DEPLOYING, wait 250',
    'slots-granted': 'same',
    'slots-lost': 'restarting without slots: free-slots',
    'task-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, switch-tasks CANCELING, wait-between 500 900',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    abandon: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  'restarting (slots lost)': {
    due: 'waiting-for-slots: begin-attempt, switch-job RUNNING, switch-tasks CREATED, restore, switch-tasks SCHEDULED, request-slots',
    'slots-granted': 'same',
    'slots-lost': 'restarting without slots: free-slots',
    'task-failed': 'same',
    cancel: 'cancelling: stop-work, switch-job CANCELLING, wait 50',
    finish: 'ended: stop-work, switch-tasks FINISHED, end FINISHED',
    abandon: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  cancelling: {
    due: 'ended: switch-tasks CANCELED, end CANCELED',
    'slots-granted': 'same',
    'slots-lost': 'cancelling: free-slots',
    'task-failed': 'same',
    cancel: 'same',
    finish: 'same',
    abandon: 'suspended: stop-work, stop-checkpoints Checkpoint Coordinator is suspending.',
  },
  ended: {
    due: 'same',
    'slots-granted': 'same',
    'slots-lost': 'same',
    'task-failed': 'same',
    cancel: 'same',
    finish: 'same',
    abandon: 'same',
  },
  suspended: {
    due: 'same',
    'slots-granted': 'same',
    'slots-lost': 'same',
    'task-failed': 'same',
    cancel: 'same',
    finish: 'same',
    abandon: 'same',
  },
};

testTransitions(
  'a job',
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

test('whoever submits a job has it before anything happens to it', () => {
  const [progress, effects] = newJobProgress;
  assert.equal(progress.step, 'submitted');
  assert.deepEqual(effects.map(describeEffect), ['wait 0']);
});

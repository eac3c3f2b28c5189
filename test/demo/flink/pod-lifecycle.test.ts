import { nextPodLifecycle, type PodEvent, type PodLifecycle } from '../../../src/demo/flink/pod-lifecycle.ts';
import { describeFields, type Samples, type Transitions, testTransitions } from '../../support/transitions.ts';

const exit = { startedAt: '1', finishedAt: '2', exitCode: 7 };
const previousExits = [exit];

const states = {
  pending: { state: 'pending', previousExits: [] },
  scheduled: { state: 'scheduled', previousExits: [] },
  creating: { state: 'creating', previousExits: [] },
  running: { state: 'running', startedAt: '1', crashExitCode: undefined, previousExits: [] },
  'running (crashes)': { state: 'running', startedAt: '1', crashExitCode: 7, previousExits },
  restarting: { state: 'restarting', exit, crashExitCode: undefined, previousExits: [] },
  'restarting (crashes)': { state: 'restarting', exit, crashExitCode: 7, previousExits },
  crashed: { state: 'crashed', exit, previousExits: [] },
  'crashed (many times)': { state: 'crashed', exit, previousExits: Array.from({ length: 9 }, () => exit) },
  'backing-off': { state: 'backing-off', exit, previousExits },
  terminating: { state: 'terminating', startedAt: '1', previousExits },
  'terminating (never started)': { state: 'terminating', startedAt: undefined, previousExits: [] },
  terminated: { state: 'terminated', previousExits: [] },
  removed: { state: 'removed', previousExits: [] },
} as const satisfies Samples<PodLifecycle, 'state'>;

const events = {
  schedule: { event: 'schedule' },
  'run-immediately': { event: 'run-immediately', at: '3' },
  'wait-elapsed': { event: 'wait-elapsed', at: '3' },
  mounted: { event: 'mounted', at: '3' },
  'not-mounted': { event: 'not-mounted', missingKey: 'log4j' },
  restart: { event: 'restart', at: '3', exitCode: 1 },
  crash: { event: 'crash', at: '3', exitCode: 1 },
  stop: { event: 'stop' },
} as const satisfies Samples<PodEvent, 'event'>;

const expected: Transitions<keyof typeof states, keyof typeof events> = {
  pending: {
    schedule: 'scheduled, restarts 0: assign, wait 700',
    'run-immediately': 'running since 3, restarts 0: run',
    'wait-elapsed': 'same',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating, restarts 0: mark-deleted, terminate-process, wait 0',
  },
  scheduled: {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed': 'creating, restarts 0: write-status creating, wait 1500',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating, restarts 0: mark-deleted, terminate-process, wait 0',
  },
  creating: {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed': 'creating, restarts 0: mount',
    mounted: 'running since 3, restarts 0: record-started, write-status running 3, run',
    'not-mounted': 'creating, restarts 0: record-mount-failure log4j, wait 2000',
    restart: 'same',
    crash: 'same',
    stop: 'terminating, restarts 0: mark-deleted, terminate-process, wait 0',
  },
  running: {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed': 'same',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'restarting exited with 1, restarts 0: end-process, write-status terminated true 1 3 1, wait 700',
    crash: 'crashed exited with 1, restarts 0: end-process, write-status terminated true 1 3 1, wait 700',
    stop: 'terminating since 1, restarts 0: mark-deleted, record-killing, terminate-process, wait 1200',
  },
  'running (crashes)': {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed': 'crashed exited with 7, restarts 1: end-process, write-status terminated true 1 3 7, wait 700',
    mounted: 'same',
    'not-mounted': 'same',
    restart:
      'restarting crashes with 7 exited with 1, restarts 1: end-process, write-status terminated true 1 3 1, wait 700',
    crash: 'crashed exited with 1, restarts 1: end-process, write-status terminated true 1 3 1, wait 700',
    stop: 'terminating since 1, restarts 1: mark-deleted, record-killing, terminate-process, wait 1200',
  },
  restarting: {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed': 'running since 3, restarts 1: keep-previous-log, write-status running 3, run',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating since 1, restarts 0: mark-deleted, terminate-process, wait 0',
  },
  'restarting (crashes)': {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed':
      'running since 3 crashes with 7, restarts 2: keep-previous-log, write-status running 3, wait 2000, run',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating since 1, restarts 1: mark-deleted, terminate-process, wait 0',
  },
  crashed: {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed': 'backing-off exited with 7, restarts 1: keep-previous-log, report-back-off 10000 3, wait 10000',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating since 1, restarts 0: mark-deleted, terminate-process, wait 0',
  },
  'crashed (many times)': {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed': 'backing-off exited with 7, restarts 10: keep-previous-log, report-back-off 300000 3, wait 300000',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating since 1, restarts 9: mark-deleted, terminate-process, wait 0',
  },
  'backing-off': {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed': 'running since 3 crashes with 7, restarts 1: write-status running 3, wait 2000, run',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating since 1, restarts 1: mark-deleted, terminate-process, wait 0',
  },
  terminating: {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed': 'terminated, restarts 1: write-status terminated 1 3 143, kill-process, wait 200',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'same',
  },
  'terminating (never started)': {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed': 'terminated, restarts 0: kill-process, wait 200',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'same',
  },
  terminated: {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed': 'removed, restarts 0: remove',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'same',
  },
  removed: {
    schedule: 'same',
    'run-immediately': 'same',
    'wait-elapsed': 'same',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'same',
  },
};

testTransitions(
  'pod lifecycle',
  {
    states,
    events,
    next: nextPodLifecycle,
    describeState: ({ state, previousExits: { length }, ...fields }) => {
      const startedAt = 'startedAt' in fields && fields.startedAt !== undefined ? ` since ${fields.startedAt}` : '';
      const code =
        'crashExitCode' in fields && fields.crashExitCode !== undefined ? ` crashes with ${fields.crashExitCode}` : '';
      const exited = 'exit' in fields ? ` exited with ${fields.exit.exitCode}` : '';
      return `${state}${startedAt}${code}${exited}, restarts ${length}`;
    },
    describeEffect: (effect) =>
      effect.effect === 'write-status' ? `write-status ${describeFields(effect.stage)}` : describeFields(effect),
  },
  expected,
);

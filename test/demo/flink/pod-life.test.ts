import { nextPodLife, type PodEvent, type PodLife } from '../../../src/demo/flink/pod-life.ts';
import { describeFields, type Samples, type Transitions, testTransitions } from '../../support/transitions.ts';

const end = { startedAt: '1', finishedAt: '2', exitCode: 7 };
const ends = [end];

const states = {
  pending: { state: 'pending', ends: [] },
  scheduled: { state: 'scheduled', ends: [] },
  creating: { state: 'creating', ends: [] },
  running: { state: 'running', startedAt: '1', crashesWith: undefined, ends: [] },
  'running (crashes)': { state: 'running', startedAt: '1', crashesWith: 7, ends },
  restarting: { state: 'restarting', end, crashesWith: undefined, ends: [] },
  'restarting (crashes)': { state: 'restarting', end, crashesWith: 7, ends },
  crashed: { state: 'crashed', end, ends: [] },
  'crashed (many times)': { state: 'crashed', end, ends: Array.from({ length: 9 }, () => end) },
  'backing-off': { state: 'backing-off', end, ends },
  terminating: { state: 'terminating', startedAt: '1', ends },
  'terminating (never started)': { state: 'terminating', startedAt: undefined, ends: [] },
  terminated: { state: 'terminated', ends: [] },
  gone: { state: 'gone', ends: [] },
} as const satisfies Samples<PodLife, 'state'>;

const events = {
  schedule: { event: 'schedule' },
  'run-at-once': { event: 'run-at-once', at: '3' },
  due: { event: 'due', at: '3' },
  mounted: { event: 'mounted', at: '3' },
  'not-mounted': { event: 'not-mounted', missingKey: 'log4j' },
  restart: { event: 'restart', at: '3', exitCode: 1 },
  crash: { event: 'crash', at: '3', exitCode: 1 },
  stop: { event: 'stop' },
} as const satisfies Samples<PodEvent, 'event'>;

const expected: Transitions<keyof typeof states, keyof typeof events> = {
  pending: {
    schedule: 'scheduled, restarts 0: assign, wait 700',
    'run-at-once': 'running since 3, restarts 0: run',
    due: 'same',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating, restarts 0: mark-deleted, terminate-process, wait 0',
  },
  scheduled: {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'creating, restarts 0: show creating, wait 1500',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating, restarts 0: mark-deleted, terminate-process, wait 0',
  },
  creating: {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'creating, restarts 0: mount',
    mounted: 'running since 3, restarts 0: tell-started, show running 3, run',
    'not-mounted': 'creating, restarts 0: tell-not-mounted log4j, wait 2000',
    restart: 'same',
    crash: 'same',
    stop: 'terminating, restarts 0: mark-deleted, terminate-process, wait 0',
  },
  running: {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'same',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'restarting ended with 1, restarts 0: end-process, show terminated true 1 3 1, wait 700',
    crash: 'crashed ended with 1, restarts 0: end-process, show terminated true 1 3 1, wait 700',
    stop: 'terminating since 1, restarts 0: mark-deleted, tell-killing, terminate-process, wait 1200',
  },
  'running (crashes)': {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'crashed ended with 7, restarts 1: end-process, show terminated true 1 3 7, wait 700',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'restarting crashes with 7 ended with 1, restarts 1: end-process, show terminated true 1 3 1, wait 700',
    crash: 'crashed ended with 1, restarts 1: end-process, show terminated true 1 3 1, wait 700',
    stop: 'terminating since 1, restarts 1: mark-deleted, tell-killing, terminate-process, wait 1200',
  },
  restarting: {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'running since 3, restarts 1: keep-log, show running 3, run',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating since 1, restarts 0: mark-deleted, terminate-process, wait 0',
  },
  'restarting (crashes)': {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'running since 3 crashes with 7, restarts 2: keep-log, show running 3, run, wait 2000',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating since 1, restarts 1: mark-deleted, terminate-process, wait 0',
  },
  crashed: {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'backing-off ended with 7, restarts 1: keep-log, show-back-off 10000 3, wait 10000',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating since 1, restarts 0: mark-deleted, terminate-process, wait 0',
  },
  'crashed (many times)': {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'backing-off ended with 7, restarts 10: keep-log, show-back-off 300000 3, wait 300000',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating since 1, restarts 9: mark-deleted, terminate-process, wait 0',
  },
  'backing-off': {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'running since 3 crashes with 7, restarts 1: show running 3, run, wait 2000',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'terminating since 1, restarts 1: mark-deleted, terminate-process, wait 0',
  },
  terminating: {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'terminated, restarts 1: show terminated 1 3 143, kill-process, wait 200',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'same',
  },
  'terminating (never started)': {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'terminated, restarts 0: kill-process, wait 200',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'same',
  },
  terminated: {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'gone, restarts 0: forget',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'same',
  },
  gone: {
    schedule: 'same',
    'run-at-once': 'same',
    due: 'same',
    mounted: 'same',
    'not-mounted': 'same',
    restart: 'same',
    crash: 'same',
    stop: 'same',
  },
};

testTransitions(
  'a pod',
  {
    states,
    events,
    next: nextPodLife,
    describeState: ({ state, ends: { length }, ...more }) => {
      const startedAt = 'startedAt' in more && more.startedAt !== undefined ? ` since ${more.startedAt}` : '';
      const code = 'crashesWith' in more && more.crashesWith !== undefined ? ` crashes with ${more.crashesWith}` : '';
      const ended = 'end' in more ? ` ended with ${more.end.exitCode}` : '';
      return `${state}${startedAt}${code}${ended}, restarts ${length}`;
    },
    describeEffect: (effect) =>
      effect.effect === 'show' ? `show ${describeFields(effect.stage)}` : describeFields(effect),
  },
  expected,
);

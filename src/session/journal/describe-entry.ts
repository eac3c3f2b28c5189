import { formatDuration, formatSeconds } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import { utcClock } from '../../text/utc-time.ts';
import type {
  CheckpointEntry,
  DeploymentEntry,
  EntryKind,
  FailureCause,
  FailureEntry,
  JobEntry,
  JournalEntry,
  ParallelismEntry,
  PodEntry,
  PodPhase,
} from './entry.ts';

/** `problem`: something failed. `warning`: something may fail. `routine`: happens all the time in a healthy cluster. */
export type Severity = 'problem' | 'warning' | 'change' | 'routine';

/** An entry for people. The texts may contain any characters that a server sent. */
export type EntryText = {
  /** What the entry is about: the name of a job, a pod or a logger. */
  readonly subject: string;
  /** One sentence without a full stop. */
  readonly text: string;
  readonly severity: Severity;
};

type EntryOf<Kind extends EntryKind> = Extract<JournalEntry, { readonly kind: Kind }>;

const describers: { readonly [Kind in EntryKind]: (entry: EntryOf<Kind>) => EntryText } = {
  job: (entry) => ({ subject: entry.jobName, text: jobText(entry), severity: jobSeverity(entry) }),
  failure: (entry) => ({ subject: entry.jobName, text: failureText(entry), severity: 'problem' }),
  checkpoint: (entry) => ({
    subject: entry.jobName,
    text: checkpointText(entry),
    severity: checkpointSeverity(entry),
  }),
  checkpoints: ({ jobName, from, to }) => ({
    subject: jobName,
    text:
      from === to ? `checkpoint ${from} ended, result unknown` : `checkpoints ${from} to ${to} ended, results unknown`,
    severity: 'routine',
  }),
  parallelism: (entry) => ({ subject: entry.jobName, text: parallelismText(entry), severity: 'change' }),
  pod: (entry) => ({ subject: entry.pod, text: podText(entry), severity: podSeverity[entry.phase] }),
  'container-restart': ({ pod, restarts, reason }) => ({
    subject: pod,
    text: `container restart ${restarts}${reason === undefined ? '' : ` after ${reason}`}`,
    severity: 'problem',
  }),
  leader: ({ pod }) =>
    pod === undefined
      ? { subject: 'JobManager', text: 'no JobManager leads', severity: 'problem' }
      : { subject: pod, text: 'leads', severity: 'change' },
  warning: ({ object, reason, message, count }) => ({
    subject: object.replace(/^Pod\//, ''),
    text: `${reason}: ${message}${count > 1 ? ` (${count} times)` : ''}`,
    severity: 'warning',
  }),
  level: ({ logger, level, by, until, at }) => ({
    subject: logger,
    text:
      level === undefined
        ? 'level reverted'
        : [`level ${level}`, by && `by ${by}`, until && `until ${utcClock(until, at)}`].filter(Boolean).join(' '),
    severity: 'change',
  }),
  errors: ({ pod, perMinute, before }) => ({
    subject: pod,
    text: `${perMinute} errors in a minute, at most ${before} in the minutes before`,
    severity: 'problem',
  }),
  deployment: (entry) => ({ subject: 'Deployment', text: deploymentText(entry), severity: 'change' }),
  forward: ({ url, target, isOpen }) => ({
    subject: url,
    text: isOpen ? `forward to ${target} opened` : `forward to ${target} closed`,
    severity: 'routine',
  }),
  link: ({ server, isUp, reason }) => ({
    subject: server === 'rest' ? 'REST API' : 'API server',
    text: isUp ? 'responds again' : `no response${reason === undefined ? '' : `: ${reason}`}`,
    severity: isUp ? 'change' : 'problem',
  }),
  act: ({ title, by, outcome, detail }) => ({
    subject: by,
    text: `${title} ${outcomes[outcome ?? 'started']}${detail === undefined ? '' : `: ${detail}`}`,
    severity: outcome === 'failed' || outcome === 'partial' ? 'warning' : 'change',
  }),
  sleep: ({ at, until }) => ({
    subject: 'flink-tui',
    text: `suspended for ${formatDuration(until - at)}`,
    severity: 'routine',
  }),
};

const outcomes = {
  started: 'started',
  done: 'done',
  partial: 'partly done',
  failed: 'failed',
  interrupted: 'interrupted, result unknown',
} as const;

export function describeEntry(entry: JournalEntry): EntryText {
  const describe = describers[entry.kind] as (entry: JournalEntry) => EntryText;
  return describe(entry);
}

function jobText({ state }: JobEntry): string {
  return state === 'LOST' ? 'LOST: Flink no longer knows the job' : state;
}

function jobSeverity({ state }: JobEntry): Severity {
  if (state === 'FAILED' || state === 'LOST') return 'problem';
  if (state === 'RESTARTING' || state === 'FAILING') return 'warning';
  return state === 'RUNNING' || state === 'FINISHED' || state === 'CANCELED' ? 'change' : 'routine';
}

function failureText({ isFinal, concurrent = [], ...cause }: FailureEntry): string {
  const more = concurrent.length === 0 ? '' : `, and ${concurrent.length} more`;
  return `${isFinal ? 'failed, not restarted' : 'failed'}: ${causeText(cause)}${more}`;
}

/** `IOException: no space left on device, in map (1/2) on my-cluster-taskmanager-1-1` */
function causeText({ exception, message, task, pod }: FailureCause): string {
  const where = [task && `in ${withoutAttempt(task)}`, pod && `on ${pod}`].filter(Boolean).join(' ');
  return [[exception, message].filter((part) => part !== '').join(': '), where]
    .filter((part) => part !== '')
    .join(', ');
}

/** Removes Flink's attempt number: `map (1/2) - execution #0`. */
function withoutAttempt(task: string): string {
  return task.replace(/ - execution #\d+$/, '');
}

function checkpointText({ id, outcome, isSavepoint, durationMs, bytes, path, message }: CheckpointEntry): string {
  const name = `${isSavepoint ? 'savepoint' : 'checkpoint'} ${id}`;
  const time = durationMs === undefined ? '' : formatSeconds(durationMs);
  switch (outcome) {
    case 'completed': {
      const facts = [time && ` in ${time}`, bytes === undefined ? '' : `, ${formatSize(bytes)}`].join('');
      return `${name} completed${facts}${isSavepoint && path !== undefined ? `: ${path}` : ''}`;
    }
    case 'failed':
      if (isAbortedByRestart(message)) return `${name} aborted, because the job restarted or ended`;
      return `${name} failed${time && ` after ${time}`}${message === undefined ? '' : `: ${message}`}`;
    case 'expired':
      return `${name} expired${time && ` after ${time}`}`;
    case 'late':
      return `${name} is late: still in progress after ${time}`;
  }
}

function checkpointSeverity({ outcome, isSavepoint, message }: CheckpointEntry): Severity {
  if (outcome === 'completed') return isSavepoint ? 'change' : 'routine';
  if (outcome === 'failed' && !isSavepoint && isAbortedByRestart(message)) return 'routine';
  return outcome === 'late' ? 'warning' : 'problem';
}

/**
 * Flink's CheckpointFailureReason CHECKPOINT_COORDINATOR_SUSPEND and CHECKPOINT_COORDINATOR_SHUTDOWN, and the reason that
 * the DefaultScheduler gives before a restart.
 */
function isAbortedByRestart(message = ''): boolean {
  return /Checkpoint ?Coordinator (is suspending|shutdown)|FailoverRegion is restarting/i.test(message);
}

function parallelismText({ vertices }: ParallelismEntry): string {
  return `parallelism ${vertices
    .map(({ name, from, to }) => `${from === undefined ? to : `${from} -> ${to}`} of ${name}`)
    .join(', ')}`;
}

const podSeverity: { readonly [Phase in PodPhase]: Severity } = {
  created: 'routine',
  'not starting': 'warning',
  running: 'change',
  registered: 'routine',
  idle: 'routine',
  'never registered': 'problem',
  unregistered: 'warning',
  released: 'change',
  'OOM-killed': 'problem',
  failed: 'problem',
  deleted: 'warning',
};

function podText({ phase, reason, node }: PodEntry): string {
  if (phase === 'created') return node === undefined ? 'pod created' : `pod created on ${node}`;
  return reason === undefined ? phase : `${phase}: ${reason}`;
}

function deploymentText({ changes }: DeploymentEntry): string {
  return changes
    .map(({ what, from, to }) => {
      if (from === undefined) return `${what} set to ${to}`;
      return to === undefined ? `${what} removed, was ${from}` : `${what} ${from} -> ${to}`;
    })
    .join(', ');
}

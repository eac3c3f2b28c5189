import { countOf } from '../../text/count-of.ts';
import { formatDuration, formatSeconds } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import { utcClock } from '../../text/utc-time.ts';
import { slopeText, usedOf } from '../memory/size-texts.ts';
import type {
  CheckpointEntry,
  DeploymentEntry,
  EntryKind,
  FailureCause,
  FailureEntry,
  JobEntry,
  JournalEntry,
  LastSeenEntry,
  MemoryEntry,
  ParallelismEntry,
  PodEntry,
  PodPhase,
  RestartCountEntry,
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

type Describer<Entry> = {
  readonly subject: (entry: Entry) => string;
  readonly text: (entry: Entry) => string;
  readonly severity: (entry: Entry) => Severity;
};

const always = (severity: Severity) => () => severity;
const jobName = ({ jobName: name }: { readonly jobName: string }) => name;
const podName = ({ pod }: { readonly pod: string }) => pod;

const describers: { readonly [Kind in EntryKind]: Describer<EntryOf<Kind>> } = {
  job: { subject: jobName, text: jobText, severity: jobSeverity },
  failure: { subject: jobName, text: failureText, severity: always('problem') },
  restarts: { subject: jobName, text: restartsText, severity: always('problem') },
  checkpoint: { subject: jobName, text: checkpointText, severity: checkpointSeverity },
  checkpoints: {
    subject: jobName,
    text: ({ from, to }) =>
      from === to ? `checkpoint ${from} ended, result unknown` : `checkpoints ${from} to ${to} ended, results unknown`,
    severity: always('routine'),
  },
  parallelism: { subject: jobName, text: parallelismText, severity: always('change') },
  'last-seen': { subject: jobName, text: lastSeenText, severity: always('routine') },
  pod: { subject: podName, text: podText, severity: ({ phase }) => podSeverity[phase] },
  'container-restart': {
    subject: podName,
    text: ({ restarts, reason }) => `container restart ${restarts}${reason === undefined ? '' : ` after ${reason}`}`,
    severity: always('problem'),
  },
  leader: {
    subject: ({ pod = 'JobManager' }) => pod,
    text: ({ pod }) => (pod === undefined ? 'no JobManager leads' : 'leads'),
    severity: ({ pod }) => (pod === undefined ? 'problem' : 'change'),
  },
  slots: {
    subject: () => 'slots',
    text: ({ used, total }) => `${used} of ${countOf(total, 'slot')} in use`,
    severity: always('routine'),
  },
  warning: {
    subject: ({ object }) => object.replace(/^Pod\//, ''),
    text: ({ reason, message, count }) => `${reason}: ${message}${count > 1 ? ` (${count} times)` : ''}`,
    severity: always('warning'),
  },
  level: {
    subject: ({ logger }) => logger,
    text: ({ level, by, until, at }) =>
      level === undefined
        ? 'level reverted'
        : [`level ${level}`, by && `by ${by}`, until && `until ${utcClock(until, at)}`].filter(Boolean).join(' '),
    severity: always('change'),
  },
  errors: {
    subject: podName,
    text: ({ perMinute, before }) => `${perMinute} errors in a minute, at most ${before} in the minutes before`,
    severity: always('problem'),
  },
  deployment: { subject: () => 'Deployment', text: deploymentText, severity: always('change') },
  forward: {
    subject: ({ url }) => url,
    text: ({ target, isOpen }) => `forward to ${target} ${isOpen ? 'opened' : 'closed'}`,
    severity: always('routine'),
  },
  link: {
    subject: ({ server }) => (server === 'rest' ? 'REST API' : 'API server'),
    text: ({ isUp, reason }) => (isUp ? 'responds again' : `no response${reason === undefined ? '' : `: ${reason}`}`),
    severity: ({ isUp }) => (isUp ? 'change' : 'problem'),
  },
  act: {
    subject: ({ by }) => by,
    text: ({ title, outcome, detail }) =>
      `${title} ${outcomes[outcome ?? 'started']}${detail === undefined ? '' : `: ${detail}`}`,
    severity: ({ outcome }) => (outcome === 'failed' || outcome === 'partial' ? 'warning' : 'change'),
  },
  sleep: {
    subject: () => 'flink-tui',
    text: ({ at, until }) => `suspended for ${formatDuration(until - at)}`,
    severity: always('routine'),
  },
  memory: { subject: podName, text: memoryText, severity: always('routine') },
};

const outcomes = {
  started: 'started',
  done: 'done',
  partial: 'partly done',
  failed: 'failed',
  interrupted: 'interrupted, result unknown',
} as const;

export function describeEntry(entry: JournalEntry): EntryText {
  const { subject, text, severity } = describerOf(entry);
  return { subject: subject(entry), text: text(entry), severity: severity(entry) };
}

/** Cheaper than `describeEntry`. */
export function severityOf(entry: JournalEntry): Severity {
  return describerOf(entry).severity(entry);
}

function describerOf({ kind }: JournalEntry): Describer<JournalEntry> {
  return describers[kind] as Describer<JournalEntry>;
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
export function causeText({ exception, message, task, pod }: FailureCause): string {
  const where = [task && `in ${withoutAttempt(task)}`, pod && `on ${pod}`].filter(Boolean).join(' ');
  return [[exception, message].filter((part) => part !== '').join(': '), where]
    .filter((part) => part !== '')
    .join(', ');
}

/** Removes Flink's attempt number: `map (1/2) - execution #0`. */
export function withoutAttempt(task: string): string {
  return task.replace(/ - execution #\d+$/, '');
}

/** `about 284 more restarts between 09:12:33 and 13:58:01, no longer listed by Flink` */
function restartsText({ count, from, at }: RestartCountEntry): string {
  const restarts = count === undefined ? 'unknown number of restarts' : `about ${countOf(count, 'more restart')}`;
  return `${restarts} between ${utcClock(from, at)} and ${utcClock(at, at)}, no longer listed by Flink`;
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
export function isAbortedByRestart(message = ''): boolean {
  return /Checkpoint ?Coordinator (is suspending|shutdown)|FailoverRegion is restarting/i.test(message);
}

function parallelismText({ vertices }: ParallelismEntry): string {
  return `parallelism ${vertices
    .map(({ name, from, to }) => `${from === undefined ? to : `${from} -> ${to}`} of ${name}`)
    .join(', ')}`;
}

/** `load last measured at 14:02:11: slowest vertex score, 97% busy` */
function lastSeenText({ at, measuredAt, names, busy, bottleneck, findings = [] }: LastSeenEntry): string {
  if (measuredAt === undefined) return 'load not measured before the end';
  const share = bottleneck === undefined ? null : (busy?.[bottleneck] ?? null);
  const slowest = bottleneck === undefined ? '' : `: slowest vertex ${names?.[bottleneck] ?? ''}`;
  const load = `load last measured at ${utcClock(measuredAt, at)}${slowest}${share === null ? '' : `, ${share}% busy`}`;
  return findings[0] === undefined ? load : `${load}. ${findings[0].text}`;
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
  if (reason === undefined || reason.startsWith(phase)) return reason ?? phase;
  return `${phase}: ${reason}`;
}

function memoryText({ usage, limit, growth }: MemoryEntry): string {
  if (usage === undefined || limit === undefined) return 'memory';
  return `memory ${usedOf(usage, limit)}${growth === undefined ? '' : `, growing ${slopeText(growth).slice(1)}`}`;
}

function deploymentText({ changes }: DeploymentEntry): string {
  return changes
    .map(({ what, from, to }) => {
      if (from === undefined) return `${what} set to ${to}`;
      return to === undefined ? `${what} removed, was ${from}` : `${what} ${from} -> ${to}`;
    })
    .join(', ');
}

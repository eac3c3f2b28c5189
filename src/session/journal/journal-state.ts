import { hasEnded } from '../../flink/has-ended.ts';
import type { JobState } from '../../flink/responses.ts';
import { smallest } from '../../text/largest.ts';
import type { CheckpointOutcome, JournalEntry, MemoryEntry, PodPhase } from './entry.ts';
import { identityOf } from './entry-identity.ts';

/** A job as the entries describe it. Times are by Flink's clock. */
export type KnownJob = {
  readonly name: string;
  readonly state: JobState | 'LOST';
  readonly stateAt: number;
  /** Latest time of each state. */
  readonly times: ReadonlyMap<string, number>;
  /** Identities of the latest failures. */
  readonly failures: ReadonlySet<string>;
  /** Time of the newest failure. */
  readonly newestFailureAt: number;
  /** Number of restarts up to the newest failure, since the JobMaster of that time started; undefined if unknown. */
  readonly restarts: number | undefined;
  /** Outcomes of the latest checkpoints by id. */
  readonly checkpoints: ReadonlyMap<number, CheckpointOutcome>;
  /** The outcomes up to this id are forgotten. */
  readonly forgottenCheckpoint: number;
  /** Highest id of an ended checkpoint. */
  readonly highestCheckpoint: number | undefined;
  /** By vertex id. */
  readonly parallelism: ReadonlyMap<string, number>;
};

type KnownPod = {
  readonly name: string;
  readonly role: 'jobmanager' | 'taskmanager';
  readonly phase: PodPhase;
  readonly restarts: number | undefined;
};

/** The state of a cluster after a sequence of entries. */
export type JournalState = {
  readonly jobs: ReadonlyMap<string, KnownJob>;
  /** By uid. */
  readonly pods: ReadonlyMap<string, KnownPod>;
  /** undefined before the first entry about a leader. */
  readonly leader: { readonly pod: string | undefined } | undefined;
  readonly slots: { readonly used: number; readonly total: number } | undefined;
  /** Highest known count of each warning, by uid of the event. */
  readonly warnings: ReadonlyMap<string, number>;
  /** Changed levels by logger. */
  readonly levels: ReadonlyMap<string, { readonly level: string; readonly at: number }>;
  /** Values of the Deployment and of Flink's configuration; undefined before the first values. */
  readonly deployment: ReadonlyMap<string, string> | undefined;
  /** Open forwards by URL, with their targets. */
  readonly forwards: ReadonlyMap<string, string>;
  readonly links: { readonly kubernetes: boolean; readonly rest: boolean };
  /** The newest memory of each pod, by uid. */
  readonly memory: ReadonlyMap<string, MemoryEntry>;
};

export type JournalReplay = {
  /** Changes with each `apply`. */
  readonly state: JournalState;
  readonly apply: (entry: JournalEntry) => void;
  /** Removes ended jobs, ended pods and warnings whose ids are not in this set. */
  readonly forgetOthers: (ids: ReadonlySet<string>) => void;
};

/** Flink keeps at most 16 failures by default (web.exception-history-size). Concurrent failures count as one. */
const maxFailures = 64;
/** Flink keeps 10 checkpoints by default (web.checkpoints.history). */
const maxCheckpoints = 64;

const unknownJob: Omit<KnownJob, 'name'> = {
  state: 'UNKNOWN',
  stateAt: Number.NEGATIVE_INFINITY,
  times: new Map(),
  failures: new Set(),
  newestFailureAt: Number.NEGATIVE_INFINITY,
  restarts: 0,
  checkpoints: new Map(),
  forgottenCheckpoint: 0,
  highestCheckpoint: undefined,
  parallelism: new Map(),
};

/** Replays entries. The state starts as that of a cluster about which nothing is known. */
export function createReplay(): JournalReplay {
  const jobs = new Map<string, KnownJob>();
  const pods = new Map<string, KnownPod>();
  const warnings = new Map<string, number>();
  const levels = new Map<string, { level: string; at: number }>();
  const forwards = new Map<string, string>();
  const links = { kubernetes: true, rest: true };
  const memory = new Map<string, MemoryEntry>();
  let deployment: Map<string, string> | undefined;
  let leader: JournalState['leader'];
  let slots: JournalState['slots'];

  const changeJob = (entry: { readonly job: string; readonly jobName: string }, part: Partial<KnownJob>) =>
    jobs.set(entry.job, { ...(jobs.get(entry.job) ?? unknownJob), name: entry.jobName, ...part });

  function apply(entry: JournalEntry): void {
    const at = entry.flinkAt ?? entry.at;
    switch (entry.kind) {
      case 'job': {
        const { times, state, stateAt } = jobs.get(entry.job) ?? unknownJob;
        // The time at which a state was seen may be after the time of the end.
        const isAfterEnd = isEnd(state) && (at === stateAt || entry.isSeen === true);
        const isCurrent = isEnd(entry.state) || (at >= stateAt && !isAfterEnd);
        changeJob(entry, {
          times: new Map(times).set(entry.state, at),
          ...(isCurrent && { state: entry.state, stateAt: at }),
        });
        return;
      }
      case 'failure': {
        const { failures, newestFailureAt, restarts } = jobs.get(entry.job) ?? unknownJob;
        changeJob(entry, {
          failures: new Set([...failures, identityOf(entry)].slice(-maxFailures)),
          ...(at >= newestFailureAt && { newestFailureAt: at, restarts: entry.isFinal ? restarts : entry.restart }),
        });
        return;
      }
      case 'checkpoint': {
        const { highestCheckpoint = 0, forgottenCheckpoint, ...known } = jobs.get(entry.job) ?? unknownJob;
        if (entry.id <= forgottenCheckpoint) return;
        const isLate = entry.outcome === 'late' && known.checkpoints.has(entry.id);
        const checkpoints = isLate ? known.checkpoints : new Map(known.checkpoints).set(entry.id, entry.outcome);
        const lowest = smallest(checkpoints.keys());
        const isFull = checkpoints.size > maxCheckpoints;
        changeJob(entry, {
          checkpoints: isFull ? new Map([...checkpoints].filter(([id]) => id !== lowest)) : checkpoints,
          ...(isFull && { forgottenCheckpoint: lowest }),
          ...(entry.outcome !== 'late' && { highestCheckpoint: Math.max(highestCheckpoint, entry.id) }),
        });
        return;
      }
      case 'checkpoints': {
        const { highestCheckpoint = 0 } = jobs.get(entry.job) ?? unknownJob;
        changeJob(entry, { highestCheckpoint: Math.max(highestCheckpoint, entry.to) });
        return;
      }
      case 'parallelism': {
        const { parallelism } = jobs.get(entry.job) ?? unknownJob;
        const changed = entry.vertices.map(({ id, to }) => [id, to] as const);
        changeJob(entry, { parallelism: new Map([...parallelism, ...changed]) });
        return;
      }
      case 'pod': {
        const { pod: name, uid, role, phase } = entry;
        const known = pods.get(uid);
        // The end of a pod has the time of its exit, which may be before the time at which an earlier phase was seen.
        const last = known !== undefined && isPodEnd(known.phase) ? known.phase : phase;
        pods.set(uid, { name, role, phase: last, restarts: known?.restarts });
        return;
      }
      case 'container-restart': {
        const { pod: name, uid, role, restarts } = entry;
        const known = pods.get(uid);
        const highest = Math.max(restarts, known?.restarts ?? 0);
        pods.set(uid, { name, role, phase: known?.phase ?? 'created', restarts: highest });
        return;
      }
      case 'leader':
        leader = { pod: entry.pod };
        return;
      case 'slots':
        slots = { used: entry.used, total: entry.total };
        return;
      case 'warning':
        warnings.set(entry.uid, Math.max(entry.count, warnings.get(entry.uid) ?? 0));
        return;
      case 'level':
        if (entry.level === undefined) levels.delete(entry.logger);
        else levels.set(entry.logger, { level: entry.level, at: entry.at });
        return;
      case 'deployment':
        deployment ??= new Map();
        for (const { what, to } of entry.changes) {
          if (to === undefined) deployment.delete(what);
          else deployment.set(what, to);
        }
        return;
      case 'forward':
        if (entry.isOpen) forwards.set(entry.url, entry.target);
        else forwards.delete(entry.url);
        return;
      case 'link':
        links[entry.server] = entry.isUp;
        return;
      case 'memory':
        if (memory.get(entry.uid)?.isEnd !== true) memory.set(entry.uid, entry);
        return;
      case 'restarts': // The next failure has the number of all restarts.
      case 'last-seen':
      case 'errors':
      case 'act':
      case 'sleep':
        return;
    }
  }

  return {
    get state() {
      return { jobs, pods, leader, slots, warnings, levels, deployment, forwards, links, memory };
    },
    apply,
    forgetOthers: (ids) => {
      for (const [id, { state }] of jobs) if (isEnd(state) && !ids.has(id)) jobs.delete(id);
      for (const [uid, { phase }] of pods) if (isPodEnd(phase) && !ids.has(uid)) pods.delete(uid);
      for (const uid of memory.keys()) if (!ids.has(uid)) memory.delete(uid);
      for (const uid of warnings.keys()) if (!ids.has(uid)) warnings.delete(uid);
    },
  };
}

/** True if the job does not leave this state. LOST is not final: with high availability, the job may be recovered. */
const isEnd = (state: JobState | 'LOST'): boolean => state !== 'LOST' && hasEnded(state);

const podEnds: ReadonlySet<PodPhase> = new Set(['released', 'OOM-killed', 'failed', 'deleted']);

export const isPodEnd = (phase: PodPhase): boolean => podEnds.has(phase);

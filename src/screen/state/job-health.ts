import { jobJournals, recentEntries } from '../../diagnosis/evidence.ts';
import { healthText, type JobHealth } from '../../diagnosis/health.ts';
import { healthOf } from '../../diagnosis/job-health.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { Token } from '../theme/theme.ts';
import type { ScreenState } from './screen-state.ts';

export type JobHealths = ReadonlyMap<string, JobHealth>;

const none: JobHealths = new Map();
/** Ages in the reasons are this exact. */
const refreshMs = 2000;
const minuteMs = 60_000;

const journalsOf = rememberLast((entries: readonly JournalEntry[], at: number) => ({
  jobs: jobJournals(entries, at),
  recent: recentEntries(entries, at),
}));

type Inputs = {
  readonly jobs: SessionSnapshot['jobs'];
  readonly loads: SessionSnapshot['loads'];
  readonly entries: readonly JournalEntry[] | undefined;
  readonly tick: number;
};
let last: { readonly inputs: Inputs; readonly healths: JobHealths } | undefined;

/**
 * Returns the health of each job. A snapshot changes up to ten times a second, mostly in parts that matter little here:
 * those are seen with the next tick.
 */
export function jobHealths({ snapshot, journal, serverNow }: ScreenState): JobHealths {
  if (snapshot?.jobs === undefined) return none;
  const { jobs, loads } = snapshot;
  const inputs: Inputs = { jobs, loads, entries: journal?.entries, tick: Math.ceil(serverNow / refreshMs) };
  if (last === undefined || !isSame(last.inputs, inputs)) last = { inputs, healths: compute(snapshot, inputs) };
  return last.healths;
}

function compute(snapshot: SessionSnapshot, { entries, tick }: Inputs): JobHealths {
  const now = tick * refreshMs;
  const journals = entries && journalsOf(entries, Math.floor(now / minuteMs) * minuteMs);
  const cluster = { snapshot, now, entries: journals?.recent };
  return new Map((snapshot.jobs ?? []).map((job) => [job.id, healthOf(cluster, journals?.jobs, job)]));
}

const isSame = (a: Inputs, b: Inputs): boolean =>
  a.jobs === b.jobs && a.loads === b.loads && a.entries === b.entries && a.tick === b.tick;

export const shownHealth = (health: JobHealth): string =>
  health.kind === 'not assessed' ? 'not assessed' : healthText(health);

/** The theme token of each kind of health. */
export const jobHealthTokens = {
  critical: 'error',
  warning: 'warning',
  healthy: 'ok',
  'not assessed': 'muted',
  starting: 'busy',
  ended: 'muted',
} as const satisfies Record<JobHealth['kind'], Token>;

/** Sorts the sickest first. Jobs without findings keep their order. */
export function healthRank(health: JobHealth | undefined): number {
  return health?.kind === 'critical' ? 0 : health?.kind === 'warning' ? 1 : 2;
}

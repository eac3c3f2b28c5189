import { type ClusterEvidence, type JobJournals, jobJournals, recentEntries } from '../../diagnosis/evidence.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { ScreenState } from './screen-state.ts';

/** What the rules see. The same object as long as nothing that matters has changed. */
export type ShownEvidence = { readonly cluster: ClusterEvidence; readonly journals: JobJournals | undefined };

/** Ages in the findings are this exact. */
const refreshMs = 2000;
const minuteMs = 60_000;

const journalsOf = rememberLast((entries: readonly JournalEntry[], at: number) => ({
  jobs: jobJournals(entries, at),
  recent: recentEntries(entries, at),
}));

type Inputs = {
  readonly jobs: SessionSnapshot['jobs'];
  readonly loads: SessionSnapshot['loads'];
  readonly eventTimes: SessionSnapshot['eventTimes'];
  readonly entries: readonly JournalEntry[] | undefined;
  readonly tick: number;
};
let last: { readonly inputs: Inputs; readonly evidence: ShownEvidence } | undefined;

/**
 * Returns the evidence for the rules. A snapshot changes up to ten times a second, mostly in parts that matter little
 * here: those are seen with the next tick.
 */
export function shownEvidence({ snapshot, journal, serverNow }: ScreenState): ShownEvidence | undefined {
  if (snapshot?.jobs === undefined) return undefined;
  const { jobs, loads, eventTimes } = snapshot;
  const inputs: Inputs = { jobs, loads, eventTimes, entries: journal?.entries, tick: Math.ceil(serverNow / refreshMs) };
  if (last === undefined || !isSame(last.inputs, inputs)) last = { inputs, evidence: collect(snapshot, inputs) };
  return last.evidence;
}

function collect(snapshot: SessionSnapshot, { entries, tick }: Inputs): ShownEvidence {
  const now = tick * refreshMs;
  const journals = entries && journalsOf(entries, Math.floor(now / minuteMs) * minuteMs);
  return { cluster: { snapshot, now, entries: journals?.recent }, journals: journals?.jobs };
}

const isSame = (a: Inputs, b: Inputs): boolean =>
  a.jobs === b.jobs &&
  a.loads === b.loads &&
  a.eventTimes === b.eventTimes &&
  a.entries === b.entries &&
  a.tick === b.tick;

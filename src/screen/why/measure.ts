import type { Services } from '../../commands/record/command.ts';
import { describeError } from '../../commands/record/describe-error.ts';
import type { DiagnosisResult } from '../../commands/why/read-diagnosis.ts';
import { diagnose, diagnoseJob, unknownJobs } from '../../diagnosis/diagnose.ts';
import { jobJournals, recentEntries } from '../../diagnosis/evidence.ts';
import { jobHealths } from '../state/job-health.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { changeWhyPage, type WhyPage, whyPage } from './why-page.ts';
import { stepsOf } from './why-rows.ts';

/** What the screen knows is shown at once, but only of so many jobs: the rules take time. */
const maxKnownJobs = 20;

let lastMeasurement = 0;

/** Measures the cluster, or the job of the page, and shows the result if the page is still open. */
export async function measure(screen: Screen): Promise<void> {
  const state = screen.store.getState();
  const { session, snapshot } = state;
  const page = whyPage(state);
  if (session === undefined || snapshot === undefined || page === undefined) return;
  lastMeasurement += 1;
  const measurement = lastMeasurement;
  const services: Services = {
    frontend: 'screen',
    connection: session.connection,
    snapshot,
    now: screen.now,
    local: screen.local,
  };
  changeWhyPage(screen, { measurement });
  // Loaded on demand: the first frame does not need it.
  const reading = import('../../commands/why/read-diagnosis.ts').then(({ readDiagnosis }) =>
    readDiagnosis(services, { selector: page.jobId }, screen.signal),
  );
  const part = await reading.then(
    (result) => {
      // What the page shows is worth more than a diagnosis without jobs.
      const unknown = result.notAssessed.find(({ rule }) => rule === unknownJobs.rule);
      return unknown === undefined
        ? { result, measuredAt: screen.now(), failure: undefined }
        : { failure: unknown.reason };
    },
    (error: unknown) => {
      screen.log(error);
      return { failure: describeError(error).message };
    },
  );
  const before = whyPage(screen.store.getState());
  if (before?.measurement !== measurement) return;
  changeWhyPage(screen, { ...part, cursor: sameStep(before, { ...before, ...part }), measurement: undefined });
}

/** Returns the index of the step that the cursor was on, or of the first one. */
function sameStep(before: WhyPage, after: WhyPage): number {
  if (!before.isMoved) return 0;
  const command = stepsOf(before)[before.cursor]?.command;
  return Math.max(
    0,
    stepsOf(after).findIndex((step) => step.command === command),
  );
}

/** Returns what the snapshot and the journal tell without a measurement. */
export function knownDiagnosis(state: ScreenState, jobId: string | undefined): DiagnosisResult | undefined {
  const { snapshot, journal, serverNow } = state;
  if (snapshot === undefined) return undefined;
  const all = snapshot.jobs ?? [];
  const healths = jobHealths(state);
  const isSick = (id: string) => ['critical', 'warning'].includes(healths.get(id)?.kind ?? '');
  const job = all.find(({ id }) => id === jobId);
  const entries = journal?.entries;
  const cluster = { snapshot, now: serverNow, entries: entries && recentEntries(entries, serverNow) };
  const diagnosis =
    job === undefined
      ? diagnose(snapshot, entries, serverNow, all.filter(({ id }) => isSick(id)).slice(0, maxKnownJobs))
      : diagnoseJob(cluster, entries && jobJournals(entries, serverNow), job);
  return {
    ...diagnosis,
    clusterId: snapshot.clusterId,
    job,
    jobCount: job === undefined ? all.length : 1,
    now: serverNow,
    notes: [],
  };
}

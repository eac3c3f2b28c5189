import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { keepJournal } from '../../../../src/session/journal/keep-journal.ts';
import { findJournals } from '../../../../src/session/journal/store/find-journals.ts';
import { readJournal } from '../../../../src/session/journal/store/read-journal.ts';
import { checkpoints } from '../../../../src/session/readings/flink-readings.ts';
import { jobPlacement } from '../../../../src/session/readings/job-placement.ts';
import { eventually } from '../../../support/eventually.ts';
import { vertexOf } from '../../../support/job-vertex.ts';
import { loadsOf } from '../../../support/loads.ts';
import { fakeSession, jobOverview, sessionSnapshot } from '../../../support/session.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { read, readingsOf } from '../changes/change-fixtures.ts';
import { linesOf, segmentsIn } from '../store/journal-fixtures.ts';

const startTime = Date.now() - 60_000;
const job = jobOverview({ id: 'a1', name: 'import --password hunter2', startTime });
const vertices = [vertexOf('v1', [], { name: 'jdbc:mysql://ann:hunter2@host' })];

/** Watches the cluster as one flink-tui process does. */
async function recorder(t: TestContext, root: string) {
  const loads = loadsOf({ ...job, vertices }, { v1: 0.9 });
  const session = fakeSession(sessionSnapshot({ pods: [], overview: undefined, jobs: [job], loads }));
  const judgeJob = () => ({
    bottleneckId: 'v1',
    findings: [{ rule: 'back-pressure', severity: 'warning', text: 'token=hunter2 is slow' }],
  });
  const journal = keepJournal(session, () => undefined, { root, by: 'ann@laptop', judgeJob });
  t.after(() => Promise.all([journal.close(), session.close()]));
  await eventually('the journal', () => journal.current());
  return { session, journal };
}

test('the last load of a job is recorded once, by two processes and after a restart, with masked secrets', async (t) => {
  const root = await temporaryFolder(t);
  const recorders = [await recorder(t, root), await recorder(t, root)];
  const endTime = Date.now();
  const later = endTime + 60_000;
  const ended = { ...job, state: 'FINISHED', endTime, lastModification: endTime } as const;
  const placement = { taskNames: [], taskManagers: ['tm-1'], failure: undefined };
  const readings = readingsOf(
    read(checkpoints('a1'), { enabled: false }, later),
    read(jobPlacement('a1', endTime), placement, later),
  );
  for (const { session } of recorders) session.change({ jobs: [ended], loads: new Map(), readings });
  for (const { journal } of recorders) {
    await eventually('the entry', () =>
      journal
        .current()
        ?.entries()
        .find(({ kind }) => kind === 'last-seen'),
    );
  }
  await Promise.all(recorders.map(({ journal }) => journal.close()));

  const stored = (await Promise.all((await segmentsIn(root)).map(linesOf))).flatMap(({ entries }) => entries);
  assert.doesNotMatch(JSON.stringify(stored), /hunter2/);
  const [found] = await findJournals(root, {
    ...recorders[0]?.session.connection.target,
    context: 'kind-flink',
  } as never);
  const { entries, problems } = await readJournal(found?.folder ?? '');
  const [entry, ...others] = entries.filter(({ kind }) => kind === 'last-seen');
  assert.deepEqual(others, []);
  assert.deepEqual(
    { ...entry, startedAt: 0, measuredAt: 0 },
    {
      ...{ kind: 'last-seen', at: endTime, job: 'a1', jobName: 'import --password ******', state: 'FINISHED' },
      ...{ startedAt: 0, measuredAt: 0, names: ['jdbc:mysql://ann:******@host'], parallelisms: [2], inputs: [[]] },
      ...{ busy: [90], backPressured: [0], idle: [10], readRecords: [1], writeRecords: [1], bottleneck: 0 },
      findings: [{ rule: 'back-pressure', severity: 'warning', text: 'token=****** is slow' }],
      pods: ['tm-1'],
    },
  );
  assert.deepEqual(problems, []);
});

test('a job that ends while flink-tui ends is recorded as well', async (t) => {
  const root = await temporaryFolder(t);
  const { session, journal } = await recorder(t, root);
  session.change({ jobs: [{ ...job, state: 'CANCELED', endTime: Date.now() }], loads: new Map() });
  await journal.close();
  const entry = journal
    .current()
    ?.entries()
    .find(({ kind }) => kind === 'last-seen');
  assert.equal(entry?.kind === 'last-seen' && entry.busy?.[0], 90);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitCodes } from '../../../src/commands/record/command-error.ts';
import { why } from '../../../src/commands/why/why.ts';
import { eventually } from '../../support/eventually.ts';
import { type SessionUnderTest, withSession } from '../session-under-test.ts';

type Finding = {
  readonly rule: string;
  readonly job: { readonly name: string } | null;
  readonly vertex: string | null;
  readonly subtask: number | null;
  readonly pod: string | null;
};
type Data = { readonly findings: readonly Finding[]; readonly notAssessed: readonly { readonly what: string }[] };

/** The finding that each troubled job of the demo must have first. */
const troubles = [
  { job: 'Payment scoring', rule: 'back-pressure', vertex: 'call scoring service' },
  { job: 'Clicks per customer', rule: 'skew', subtask: true },
  { job: 'Price lookup', rule: 'blocked-subtask', vertex: 'look up price -> Sink: prices: Writer', subtask: true },
  { job: 'Currency conversion', rule: 'checkpoints-failing', subtask: true },
  { job: 'Visitor sessions', rule: 'checkpoints-growing' },
  { job: 'Nightly backfill', rule: 'missing-slots' },
  { job: 'Image resizing', rule: 'lost-task-manager' },
] as const;

/** Each try of a command sends many requests. */
const everyMs = 200;

/** Repeats `why` until the job's first finding is of the rule, and returns the finding. */
async function firstFinding({ run }: SessionUnderTest, job: string, rule: string): Promise<Finding> {
  let last: Data | undefined;
  const found = async () => {
    last = (await run(`why "${job}"`)).data as Data;
    return last.findings[0]?.rule === rule ? last.findings[0] : undefined;
  };
  return eventually(`${rule} as the first finding`, found, { everyMs }).catch((error: Error) => {
    throw new Error(`${error.message}\n${JSON.stringify(last, undefined, 1)}`);
  });
}

test('the first finding of each troubled job is its trouble, with vertex, subtask and pod', () =>
  withSession({ jobs: 'sick' }, async (session) => {
    for (const { job, rule, ...expected } of troubles) {
      const finding = await firstFinding(session, job, rule);
      if (rule !== 'lost-task-manager') assert.equal(finding.job?.name, job);
      if ('subtask' in expected) assert.ok((finding.subtask ?? 0) > 0 && /-taskmanager-/.test(finding.pod ?? ''), job);
      if ('vertex' in expected) assert.equal(finding.vertex, expected.vertex);
    }
  }));

test('a restarting job is found with its cause, and list --health says the same', () =>
  withSession({ jobs: 'none' }, async (session) => {
    const { demo, run } = session;
    demo.submitJob('orders', { failEveryMs: 20_000 });
    await eventually(
      'two restarts',
      async () => {
        const { data } = await run('list --health');
        const [job] = data as readonly { health: string; restartsLastHour: number | null }[];
        return job?.health === 'restarting' && (job.restartsLastHour ?? 0) >= 2;
      },
      { everyMs },
    );
    const [listed] = (await run('list --health')).data as readonly {
      reason: string;
      rootCause: { exception: string; pod: string };
    }[];
    assert.match(listed?.reason ?? '', /^\d+ in 1h: NumberFormatException in work, taskmanager-/);
    assert.equal(listed?.rootCause.exception, 'NumberFormatException');
    const { text, data } = await run('why');
    assert.match(text, /^1\. orders restarts again and again: \d+ times in the last hour/m);
    assert.match(
      text,
      /next +See the exceptions and their traces: flink-tui exceptions \S+ [0-9a-f]{32}\n +Read the errors in the log of the pod: flink-tui logs \S+ \S+ --level ERROR/,
    );
    assert.equal((data as Data).findings[0]?.rule, 'restart-loop');
  }));

test('list does not measure: without a journal, jobs are not assessed', () =>
  withSession({ jobs: 'none' }, async ({ run, runningJob, demo }) => {
    await runningJob('orders');
    const before = demo.restRequests().length;
    const { text, data } = await run('list');
    assert.match(text, /orders .* not assessed$/m);
    const [job] = data as readonly { health: string; restartsLastHour: number | null }[];
    assert.deepEqual([job?.health, job?.restartsLastHour], ['not assessed', null]);
    const paths = demo
      .restRequests()
      .slice(before)
      .map(({ path }) => path);
    assert.deepEqual([...new Set(paths)], ['/jobs/overview']);
  }));

test('a healthy job has no findings, and the exit code says whether everything was assessed', () =>
  withSession({ jobs: 'none' }, async ({ run, runningJob }) => {
    await runningJob('orders');
    const healthy = async () => {
      const { data, text } = await run('why');
      const { findings, notAssessed } = data as Data;
      assert.deepEqual(findings, []);
      return notAssessed.length === 0 ? text : undefined;
    };
    assert.match(
      await eventually('everything to be assessed', healthy, { everyMs }),
      /^No findings in \S+ \(1 job\)$/m,
    );
    assert.match((await run('list --health')).text, /orders .* healthy$/m);
  }));

test('a logger that floods the log of a pod is found in samples, with the command that stops it', () =>
  withSession({ jobs: 'none', logLinesPerSecond: 2500 }, async ({ demo, run }) => {
    const text = await eventually('the flood', async () => {
      const { text: lines, names } = await run('why');
      return names.includes('log-flood') ? lines : undefined;
    });
    assert.match(
      text,
      /com\.example\.clicks\.CountClicks floods the log of taskmanager-1-1: \S+ lines\/s, \d\d% of the log$/m,
    );
    assert.match(
      text,
      /saves \d\d% of the log: flink-tui log-level \S+ com\.example\.clicks\.CountClicks WARN --for 15m$/m,
    );
    const sizes = demo.requests().filter(({ path }) => /\/log\?.*limitBytes=\d{3}/.test(path));
    assert.ok(sizes.length > 0 && sizes.every(({ path }) => path.includes('limitBytes=524288')), 'bounded reads');
  }));

test('--watch-for takes samples of the pending records, and less than two minutes of them are not assessed', () =>
  withSession({ jobs: 'sick' }, async ({ demo, run }) => {
    const why = async (options: string) => {
      const before = demo.restRequests().length;
      const { notAssessed } = (await run(`why "Shipment tracking" ${options}`)).data as Data;
      const isAssessed = notAssessed.every(({ what }) => what !== 'the lag of the sources');
      const samples = demo.restRequests().slice(before);
      return { isAssessed, samples: samples.filter(({ path }) => /[?&]get=[^&]*pendingRecords/.test(path)).length };
    };
    const once = await eventually(
      'a backlog',
      async () => {
        const found = await why('');
        return found.isAssessed ? undefined : found;
      },
      { everyMs },
    );
    const watched = await why('--watch-for 12s');
    assert.equal(watched.isAssessed, false);
    assert.ok(watched.samples >= 2 * once.samples + 3, `${watched.samples} samples, once ${once.samples}`);
  }));

test('the exit code is 6 with findings, 7 if something was not assessed that the cluster serves, else 0', () => {
  const codeOf = (found: number, risks: number, unknown: number, isPermanent = false) =>
    why.exitCode?.({
      diagnosis: {
        findings: Array(found).fill({}),
        risks: Array(risks).fill({}),
        notAssessed: Array(unknown).fill({ isPermanent }),
      },
    });
  assert.equal(codeOf(1, 0, 1), exitCodes.findings);
  assert.equal(codeOf(0, 1, 1), exitCodes.notAssessed);
  assert.equal(codeOf(0, 1, 0), exitCodes.success);
  assert.equal(codeOf(0, 1, 1, true), exitCodes.success);
});

test('an unknown job is an error that names similar jobs', () =>
  withSession({ jobs: 'none' }, async ({ runningJob, expectError }) => {
    await runningJob('orders');
    const { exitCode, message } = await expectError('why order');
    assert.deepEqual([exitCode, message], [3, 'no job order']);
  }));

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { withSession } from '../session-under-test.ts';

type Logger = {
  readonly logger: string | null;
  readonly linesPerSecond: number;
  readonly share: number;
  readonly levels: readonly { readonly level: string | null; readonly share: number }[];
  readonly predictions: readonly { readonly level: string; readonly savedShare: number }[];
  readonly pods: readonly string[];
};
type Data = {
  readonly overSeconds: number;
  readonly linesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly pods: readonly string[];
  readonly loggers: readonly Logger[];
  readonly notes: readonly string[];
};

const clicks = 'com.example.clicks.CountClicks';
const logRequests = (requests: readonly { readonly path: string }[]) =>
  requests.filter(({ path }) => path.includes('/log'));

test('the logger that floods the log is first, with its rate and what raising its level saves', () =>
  withSession({ jobs: 'none', logLinesPerSecond: 400 }, async ({ demo, run }) => {
    const { text, data, names } = await eventually('the rate of the job', async () => {
      const outcome = await run('talkers --since 5s');
      const [busiest] = (outcome.data as Data).loggers;
      return Math.abs((busiest?.linesPerSecond ?? 0) - 400) < 60 ? outcome : undefined;
    });
    const { loggers, pods, overSeconds, linesPerSecond } = data as Data;
    const [first] = loggers;
    assert.equal(first?.logger, clicks);
    assert.ok(first.share > 0.6 && overSeconds <= 5, JSON.stringify(first));
    assert.ok(linesPerSecond >= first.linesPerSecond);
    assert.deepEqual(
      first.levels.map(({ level }) => level),
      ['WARN', 'INFO'],
    );
    assert.equal(first.predictions[0]?.level, 'WARN');
    assert.equal(pods.length, 2);
    assert.equal(first.pods.length, 1);
    assert.equal(names[0], clicks);
    assert.match(text, /^LOGGER +LINES\/S +BYTES\/S +SHARE +IF RAISED +PODS +LEVELS$/m);
    assert.match(
      text,
      new RegExp(
        `^${clicks.replaceAll('.', '\\.')} +\\d+ .* \\d\\d% +at WARN: -\\d\\d% +1 +\\d% WARN, 9\\d% INFO$`,
        'm',
      ),
    );
    assert.ok(logRequests(demo.requests()).length > 0);
  }));

test('new lines are counted for a time, of the pods that run a job', () =>
  withSession({ jobs: 'none', logLinesPerSecond: 200 }, async ({ run, runningJob }) => {
    await runningJob('orders');
    const { data, text } = await run('talkers --job orders --follow-for 1s');
    const { loggers, pods, notes } = data as Data;
    assert.deepEqual([pods.length, loggers.some(({ logger }) => logger === clicks)], [1, false]);
    assert.match(notes[0] ?? '', /All lines of these TaskManagers are counted, .*Lines of the JobManager are not/);
    assert.match(text, /in 1\.0 s of the logs of 1 pod \(the pods that run orders\)/);
    const all = (await run('talkers --follow-for 1s')).data as Data;
    assert.equal(all.loggers[0]?.logger, clicks);
  }));

test('raising the level cuts the bytes as predicted', () =>
  withSession({ jobs: 'none', logLinesPerSecond: 500 }, async ({ run }) => {
    const measured = async () => (await run('talkers --follow-for 1s')).data as Data;
    const before = await eventually('the rate of the job', async () => {
      const data = await measured();
      return (data.loggers[0]?.linesPerSecond ?? 0) > 450 ? data : undefined;
    });
    const predicted = before.loggers[0]?.predictions.find(({ level }) => level === 'WARN')?.savedShare ?? 0;
    assert.ok(predicted > 0.9, `${predicted}`);
    await run(`log-level ${clicks} WARN --no-wait`);
    await eventually('fewer bytes, as predicted', async () => {
      const saved = 1 - (await measured()).bytesPerSecond / before.bytesPerSecond;
      return Math.abs(saved - predicted) < 0.1;
    });
  }));

test('a log that is too long is counted in part, and says so', () =>
  withSession({ jobs: 'none' }, async ({ demo, run, connection }) => {
    const [pod] = (await run('pods -o name')).names;
    for (let line = 0; line < 3000; line += 1) {
      demo.print(pod ?? '', `2026-11-23 10:00:00,000 INFO  a.Long [] - ${'x'.repeat(2000)}`);
    }
    const { data, text } = await run('talkers');
    const { loggers, notes } = data as Data;
    assert.equal(loggers[0]?.logger, 'a.Long');
    assert.match(notes[0] ?? '', /^Counted only .* of .*: they write a lot$/);
    assert.match(text, /they write a lot$/);
    const limits = logRequests(demo.requests()).filter(({ path }) => path.includes('limitBytes=4194304'));
    assert.equal(limits.length, 1, `one request for each pod of ${connection.target.clusterId}`);
  }));

test('unknown pods and options that exclude each other are errors', () =>
  withSession({ jobs: 'none' }, async ({ expectError }) => {
    assert.equal((await expectError('talkers nosuch')).exitCode, 3);
    assert.equal((await expectError('talkers --job nosuch')).exitCode, 3);
    const both = await expectError('talkers --since 1m --follow-for 5s');
    assert.deepEqual([both.exitCode, both.message], [2, '--since and --follow-for are mutually exclusive']);
    assert.equal((await expectError('talkers --since 10ms')).exitCode, 2);
  }));

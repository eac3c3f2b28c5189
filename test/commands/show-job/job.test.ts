import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { withSession } from '../session-under-test.ts';

type Vertex = {
  readonly id: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly isBottleneck: boolean;
  readonly busy: number | null;
  readonly idle: number | null;
  readonly readRecordsPerSecond: number | null;
};
type Data = {
  readonly id: string;
  readonly state: string;
  readonly health: string;
  readonly reason: string | null;
  readonly startTime: string;
  readonly checkpointing: boolean | null;
  readonly checkpoint: { readonly id: number; readonly completedAt: string; readonly bytes: number } | null;
  readonly findings: readonly { readonly rule: string }[];
  readonly vertices: readonly Vertex[] | null;
};

test('job shows the findings, and the vertices with their load beside the graph', () =>
  withSession({ jobs: 'sick' }, async ({ run }) => {
    const { text, data, names } = await run('job "Payment scoring"');
    const job = data as Data;
    assert.deepEqual(names, [job.id]);
    assert.deepEqual([job.state, job.health], ['RUNNING', 'back-pressured']);
    assert.match(job.reason ?? '', /^by call scoring service \(\d+% busy\)$/);
    assert.match(job.startTime, /^\d{4}-\d\d-\d\dT[\d:]+Z$/);
    assert.equal(job.checkpointing, true);
    const vertices = job.vertices ?? [];
    assert.deepEqual(
      vertices.filter(({ isBottleneck }) => isBottleneck).map(({ name }) => name),
      ['call scoring service'],
    );
    const slow = vertices.find(({ isBottleneck }) => isBottleneck);
    assert.ok((slow?.busy ?? 0) > 0.9 && (slow?.idle ?? 1) < 0.1, JSON.stringify(slow));
    const merge = vertices.find(({ name }) => name === 'merge');
    assert.deepEqual(
      merge?.inputs.map((input) => vertices.find((vertex) => vertex.id === input)?.name),
      ['call scoring service', 'format'],
    );
    assert.match(text, /^Health +back-pressured by call scoring service/m);
    assert.match(text, /^1 finding in Payment scoring in /m);
    assert.match(text, /^● {4}Source: payments +1 +\d+% +\d+% +\d+% .*RUNNING$/m);
    assert.match(text, /^●─╮ {2}validate /m);
    assert.match(text, /^● │ {2}call scoring service .* RUNNING, bottleneck$/m);
    assert.match(text, /^●─╯ {2}merge /m);
  }));

test('what is not measured is null in JSON and - in the text, never 0', () =>
  withSession({ jobs: 'none' }, async ({ run, runningJob, connection }) => {
    const id = await runningJob('orders');
    await connection.flink.cancel(id);
    await eventually('the job to end', async () => (await connection.flink.jobState(id)) === 'CANCELED');
    const { text, data } = await run(`job ${id.slice(0, 8)}`);
    const { vertices, state } = data as Data;
    assert.equal(state, 'CANCELED');
    assert.deepEqual(
      vertices?.map(({ busy, idle, readRecordsPerSecond }) => [busy, idle, readRecordsPerSecond]),
      vertices?.map(() => [null, null, null]),
    );
    assert.equal(vertices?.length, 2);
    assert.match(text, /^● {2}work -> discard: Writer +1 +- +- +- +CANCELED$/m);
    assert.match(text, /^Ended +\d{4}-/m);
  }));

test('an unknown job is an error', () =>
  withSession({ jobs: 'none' }, async ({ runningJob, expectError }) => {
    await runningJob('orders');
    const { exitCode, message } = await expectError('job order');
    assert.deepEqual([exitCode, message], [3, 'no job order']);
  }));

import assert from 'node:assert/strict';
import type { JobVertex } from '../../src/flink/responses.ts';
import { readSample } from '../../src/session/event-time/event-time-sample.ts';
import { subtaskMetricIds, subtaskWatermarks } from '../../src/session/event-time/subtask-watermarks.ts';
import { vertexMetrics } from '../../src/session/event-time/vertex-metrics.ts';
import { eventually } from '../support/eventually.ts';
import { type Contract, type ContractTarget, waitOptions } from './contract.ts';
import { get, runningJob } from './read-job.ts';

const signal = new AbortController().signal;

/** Contracts about the metrics that show watermarks and lag. */
export const eventTimeContracts: readonly Contract[] = [
  {
    name: 'a subtask of a source that emits nothing has no watermark, and neither has the next vertex',
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target, await target.submitTrouble('silent-source'));
      const [source, sink] = (await flink.job(id)).vertices;
      assert.ok(source !== undefined && sink !== undefined);
      const names = await eventually(
        'the metrics of the source',
        () => completeNamesOf(target, id, source),
        waitOptions,
      );
      await checkNames(target, id, source, names);

      const watermarks = async () => {
        const ids = subtaskMetricIds(source, names);
        const values = await flink.metrics({ kind: 'vertex', jobId: id, vertexId: source.id }, ids);
        const subtasks = subtaskWatermarks(source, values);
        return typeof subtasks[0]?.output === 'number' && subtasks.length === 2 && subtasks;
      };
      const [emitting, silent] = await eventually('a watermark of the first subtask', watermarks, waitOptions);
      assert.equal(silent?.output, 'none');
      assert.equal(silent?.operators.at(-1)?.name, 'Timestamps/Watermarks');
      const output = emitting?.output as number;
      const next = await eventually('the input of the next vertex', () => inputOf(target, id, sink), waitOptions);
      assert.deepEqual(next, { min: 'none', max: 'none' });
      assert.ok(Math.abs(Date.now() - output) < 120_000, `watermark ${output}`);
      await flink.cancel(id);
    },
  },
  {
    name: 'watermarks are a few seconds behind the time of their fetch, and pending records grow as their operator reports them',
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target, await target.submitTrouble('lag'));
      const [source, sink] = (await flink.job(id)).vertices;
      assert.ok(source !== undefined && sink !== undefined);
      const { runningAt } = await flink.job(id);
      assert.ok(runningAt !== undefined && Math.abs(Date.now() - runningAt) < 300_000, `running since ${runningAt}`);
      const measured = async () => {
        const [sample] = await samplesOf(target, id, [source, sink]);
        return (sample?.pendingRecords ?? 0) > 0 && typeof sample?.output?.min === 'number' && sample;
      };
      await eventually('pending records and a watermark', measured, waitOptions);
      const metrics = await metricsOf(target, id, [source, sink]);
      const sample = await readSample(flink, { jobId: id, runningAt, vertices: metrics }, signal);
      for (const vertex of [source, sink]) {
        const { output, input } = sample.vertices.get(vertex.id) ?? {};
        const lagMs = sample.at - ((output ?? input)?.min as number);
        assert.ok(lagMs > 2000 && lagMs < 9000, `${vertex.name} is ${lagMs} ms behind`);
      }
      await flink.cancel(id);
    },
  },
  {
    name: 'a job without event time has watermarks that are none',
    check: async (target) => {
      const { flink } = target;
      const id = await target.sharedJob();
      const { vertices } = await flink.job(id);
      const read = async () => {
        const samples = await samplesOf(target, id, vertices);
        return samples.every((sample) => sample?.output !== undefined) && samples;
      };
      for (const sample of await eventually('the metrics of all vertices', read, waitOptions)) {
        assert.deepEqual(sample?.output, { min: 'none', max: 'none' });
        assert.equal(sample?.pendingRecords, undefined);
      }
    },
  },
];

const operator = 'Timestamps/Watermarks';

/** The ids once all subtasks have reported, and the source has its splits: Flink 2 has metrics of splits. */
async function completeNamesOf(target: ContractTarget, jobId: string, vertex: JobVertex) {
  const { flink } = target;
  const ids = await flink.metricIds({ kind: 'vertex', jobId, vertexId: vertex.id });
  const isReported = (subtask: number) => ids.includes(`${subtask}.${operator}.currentOutputWatermark`);
  const isFlink1 = (await flink.config()).flinkVersion.startsWith('1.');
  const hasSplits = isFlink1 || ids.some((id) => splitWatermark.test(id));
  return hasSplits && isReported(0) && isReported(1) && namesOf(target, jobId, vertex);
}

const splitWatermark = /\.split\.[^.]+\.watermark\.currentWatermark$/;

async function namesOf({ flink }: ContractTarget, jobId: string, vertex: JobVertex) {
  const names = await flink.metricIds({ kind: 'subtasks', jobId, vertexId: vertex.id });
  return names.length > 0 && names;
}

/** Checks the ids of the operators, and that one unknown id makes the whole response empty. */
async function checkNames(target: ContractTarget, jobId: string, vertex: JobVertex, names: readonly string[]) {
  const { flink } = target;
  const metrics = [
    'currentInputWatermark',
    'currentOutputWatermark',
    'numRecordsIn',
    'numRecordsOut',
    'numRecordsOutPerSecond',
  ];
  for (const metric of metrics) assert.ok(names.includes(`${operator}.${metric}`), `${operator}.${metric} in ${names}`);
  const head = names.find((name) => name.endsWith('.sourceIdleTime'))?.split('.')[0];
  assert.match(head ?? '', /^Source__/);
  for (const metric of ['currentOutputWatermark', 'currentEmitEventTimeLag', 'numRecordsInErrors']) {
    assert.ok(names.includes(`${head}.${metric}`), `${head}.${metric} in ${names}`);
  }
  const isFlink1 = (await flink.config()).flinkVersion.startsWith('1.');
  const splits = names.filter((name) => splitWatermark.test(name));
  assert.equal(splits.length > 0, !isFlink1, `${splits}`);

  const path = `/jobs/${jobId}/vertices/${vertex.id}/subtasks/metrics?agg=min`;
  const known = await get(target, `${path}&get=${operator}.currentOutputWatermark`);
  assert.equal(known.body[0].min, -(2 ** 63));
  const unknown = await get(target, `${path}&get=${operator}.currentOutputWatermark,noSuchMetric`);
  assert.deepEqual(unknown.body, []);
}

async function metricsOf(target: ContractTarget, jobId: string, vertices: readonly JobVertex[]) {
  const read = vertices.map(async (vertex) => {
    const names = (await namesOf(target, jobId, vertex)) || [];
    return { id: vertex.id, metrics: vertexMetrics(vertex, names) };
  });
  return Promise.all(read);
}

async function samplesOf(target: ContractTarget, jobId: string, vertices: readonly JobVertex[]) {
  const metrics = await metricsOf(target, jobId, vertices);
  const sample = await readSample(target.flink, { jobId, runningAt: undefined, vertices: metrics }, signal);
  return vertices.map(({ id }) => sample.vertices.get(id));
}

async function inputOf(target: ContractTarget, jobId: string, vertex: JobVertex) {
  return (await samplesOf(target, jobId, [vertex]))[0]?.input;
}

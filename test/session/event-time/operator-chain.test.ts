import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operatorChain } from '../../../src/session/event-time/operator-chain.ts';
import { endOutputs, vertexMetrics } from '../../../src/session/event-time/vertex-metrics.ts';

const endsOf = (name: string) => operatorChain(name).flatMap((operator) => (operator.isEnd ? [operator.name] : []));
const vertex = (name: string, inputs: readonly string[] = []) => ({
  id: 'v',
  name,
  parallelism: 1,
  status: 'RUNNING',
  tasks: {},
  inputs,
  counters: undefined,
});

test('the last operator of a chain is its end, and each branch has an end', () => {
  assert.deepEqual(endsOf('Source: Sequence Source -> throttle -> Timestamps/Watermarks'), ['Timestamps/Watermarks']);
  assert.deepEqual(endsOf('a -> (b, c -> d)'), ['b', 'd']);
  assert.deepEqual(endsOf('a -> (b -> (c, d), e)'), ['c', 'd', 'e']);
  assert.deepEqual(endsOf('map'), ['map']);
  assert.deepEqual(endsOf('[vertex-12]map -> filter'), ['filter']);
});

test('parentheses and commas of names are no branches', () => {
  const name = 'Window(TumblingEventTimeWindows(60000), EventTimeTrigger, Sum) -> Sink: out (2, 3)';
  assert.deepEqual(endsOf(name), ['Sink: out (2, 3)']);
  assert.deepEqual(endsOf('a -> Map(x) -> Calc(select=[f(a), b])'), ['Calc(select=[f(a), b])']);
});

test('ids of metrics have underscores for blanks, dots, colons and commas, keep slashes, and are cut', () => {
  assert.deepEqual(
    operatorChain('Source: a.b, c -> Timestamps/Watermarks').map(({ id }) => id),
    ['Source__a_b__c', 'Timestamps/Watermarks'],
  );
  const long = `Map ${'x'.repeat(100)}`;
  assert.equal(operatorChain(long)[0]?.id, `Map_${'x'.repeat(76)}`);
});

test('of the metrics of a vertex, those of the ends of its chain are chosen', () => {
  const names = ['a', 'b', 'c', 'd'].map((operator) => `${operator}.currentOutputWatermark`);
  const outputs = (name: string) => endOutputs(operatorChain(name), names);
  assert.deepEqual(outputs('a -> (b, c -> d)'), ['b.currentOutputWatermark', 'd.currentOutputWatermark']);
  // The end has lost its gauges, so that the last other operator counts.
  assert.deepEqual(outputs('a -> c -> e'), ['c.currentOutputWatermark']);
  assert.deepEqual(endOutputs(operatorChain('a'), []), []);
});

test('pending records count wherever they are reported, and a chain to a sink counts what its source emits', () => {
  const names = [
    ...['numRecordsOutPerSecond', 'Source__in.numRecordsOutPerSecond', 'Source__in.sourceIdleTime'],
    ...['throttle.pendingRecords', 'Source__in.KafkaSourceReader.KafkaConsumer.records-lag-max'],
    ...['Sink__out.currentOutputWatermark', 'Source__in.watermarkAlignmentDrift'],
  ];
  assert.deepEqual(vertexMetrics(vertex('Source: in -> throttle -> Sink: out'), names), {
    input: undefined,
    outputs: ['Sink__out.currentOutputWatermark'],
    rate: 'Source__in.numRecordsOutPerSecond',
    pendingRecords: ['throttle.pendingRecords'],
    recordsLag: ['Source__in.KafkaSourceReader.KafkaConsumer.records-lag-max'],
    idleTime: ['Source__in.sourceIdleTime'],
    drift: ['Source__in.watermarkAlignmentDrift'],
  });
  const other = vertexMetrics(vertex('map', ['source']), [
    'currentInputWatermark',
    'numRecordsInPerSecond',
    'numRecordsIn',
  ]);
  assert.deepEqual([other.input, other.rate, other.outputs], ['currentInputWatermark', 'numRecordsInPerSecond', []]);
});

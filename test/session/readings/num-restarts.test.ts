import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricValue } from '../../../src/flink/responses.ts';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import { numRestarts } from '../../../src/session/readings/flink-readings.ts';

const measured = (value: number): MetricValue => ({ state: 'measured', value });

/** Reads the number of restarts. Flink has these metrics before and after it has fetched new ones. */
async function readFrom(...fetches: readonly { readonly [name: string]: MetricValue }[]) {
  const calls: { readonly name: string; readonly at: number }[] = [];
  const jobMetric: FlinkRest['jobMetric'] = async (_, name) => {
    calls.push({ name, at: Date.now() });
    return fetches[calls.length === 1 ? 0 : 1]?.[name] ?? { state: 'absent' };
  };
  const { value } = await numRestarts('a1').read({ jobMetric } as FlinkRest, new AbortController().signal);
  return { value, calls };
}

test('the number of restarts is read again after the first call made Flink fetch it', async () => {
  const { value, calls } = await readFrom({ numRestarts: measured(7) }, { numRestarts: measured(300) });
  assert.deepEqual(value, measured(300));
  assert.deepEqual(
    calls.map(({ name }) => name),
    ['numRestarts', 'numRestarts', 'numRescales'],
  );
  assert.ok((calls[1]?.at ?? 0) - (calls[0]?.at ?? 0) > 1400);
});

test('a rescale is no restart, and an unknown number stays unknown', async () => {
  const both = { numRestarts: measured(300), numRescales: measured(40) };
  const [{ value: restarts }, { value: unknown }] = await Promise.all([
    readFrom(both, both),
    readFrom({}, { numRescales: measured(40) }),
  ]);
  assert.deepEqual([restarts, unknown], [measured(260), { state: 'absent' }]);
});

import assert from 'node:assert/strict';
import type { Subtask } from '../../src/flink/subtask-responses.ts';
import type { LoadState } from '../../src/session/readings/job-load.ts';
import type { ContractTarget } from './contract.ts';
import { get } from './read-job.ts';

type PlanNode = { readonly id: string; readonly inputs?: readonly { readonly num: number; readonly id: string }[] };

/** Checks the plan of the diamond. Returns its slow vertex, and the first vertex of each branch. */
export async function checkPlan(target: ContractTarget, id: string) {
  const { body } = await get(target, `/jobs/${id}`);
  const nodes: readonly PlanNode[] = body.plan.nodes;
  const order: readonly string[] = body.vertices.map((vertex: { readonly id: string }) => vertex.id);
  const inputsOf = (of: string | undefined) => nodes.find((node) => node.id === of)?.inputs ?? [];
  for (const vertex of order) {
    for (const input of inputsOf(vertex)) assert.ok(order.indexOf(input.id) < order.indexOf(vertex), 'not in order');
  }
  const merge = nodes.find(({ inputs = [] }) => inputs.length === 2);
  assert.deepEqual(
    merge?.inputs?.map(({ num }) => num),
    [0, 1],
  );
  // The slow branch has one vertex more.
  const [slow = '', fastInput = ''] = merge?.inputs?.map((input) => input.id) ?? [];
  const slowInput = inputsOf(slow)[0]?.id ?? '';
  assert.equal(inputsOf(slowInput)[0]?.id, inputsOf(fastInput)[0]?.id);
  return { slow, slowInput, fastInput };
}

export async function shareOf(
  { flink }: ContractTarget,
  id: string,
  vertexId: string,
  pick: (subtask: Subtask) => number,
): Promise<number> {
  const [subtask] = await flink.subtasks(id, vertexId);
  if (!subtask?.isComplete) return 0;
  return pick(subtask) / ((subtask.busyMs ?? Number.NaN) + subtask.idleMs + subtask.backPressuredMs);
}

/** Checks the load from two responses about the job against the edges and Flink's gauges. */
export async function checkLoad(
  { flink }: ContractTarget,
  id: string,
  { detail, load }: LoadState,
  { slow, slowInput, fastInput }: { readonly slow: string; readonly slowInput: string; readonly fastInput: string },
): Promise<void> {
  const inputsOf = (vertexId: string) => detail.vertices.find((vertex) => vertex.id === vertexId)?.inputs;
  assert.deepEqual(inputsOf(slow), [slowInput]);
  assert.deepEqual(inputsOf(fastInput), inputsOf(slowInput));
  const [busy, waiting, idle] = [load.get(slow), load.get(slowInput), load.get(fastInput)];
  assert.ok((waiting?.backPressured ?? 0) > 0.4, `${waiting?.backPressured} back-pressured`);
  assert.ok((idle?.idle ?? 0) > 0.6, `${idle?.idle} idle`);
  const gauges = await flink.vertexGauges(id, slow);
  const measured = gauges?.busy?.avg ?? Number.NaN;
  assert.ok(Math.abs(measured / 1000 - (busy?.busy ?? 0)) < 0.1, `${measured} ms/s, ${busy?.busy} from two responses`);
  const [subtask, unknown] = await flink.subtaskBusyTimes(id, slow, 2);
  assert.ok(Math.abs((subtask ?? 0) - measured) < 100, `${subtask} ms/s of the only subtask, ${measured} on average`);
  assert.equal(unknown, undefined, 'the job has one subtask');
  assert.equal(await flink.vertexGauges(id, 'f'.repeat(32)), undefined);
}

export async function checkSlowMetrics(target: ContractTarget, id: string, slow: string): Promise<void> {
  const path = `/jobs/${id}/vertices/${slow}`;
  const busy = await get(target, `${path}/subtasks/metrics?get=busyTimeMsPerSecond&agg=min,max,avg,sum,skew`);
  const [{ id: metric, skew, ...values }] = busy.body;
  assert.equal(metric, 'busyTimeMsPerSecond');
  assert.equal(skew, 0);
  assert.deepEqual(Object.keys(values).sort(), ['avg', 'max', 'min', 'sum']);
  for (const value of Object.values<number>(values)) assert.ok(value > 800 && value <= 1000, String(value));

  const single = await get(target, `${path}/metrics?get=0.busyTimeMsPerSecond,0.numRecordsIn,0.noSuchMetric`);
  const byId = new Map(single.body.map((item: { id: string; value: string }) => [item.id, item.value]));
  assert.deepEqual([...byId.keys()].sort(), ['0.busyTimeMsPerSecond', '0.numRecordsIn']);
  assert.match(String(byId.get('0.busyTimeMsPerSecond')), /^\d+\.\d+$/);
  assert.match(String(byId.get('0.numRecordsIn')), /^\d+$/);

  const unknownAggregate = await get(target, `${path}/subtasks/metrics?get=busyTimeMsPerSecond&agg=median`);
  assert.equal(unknownAggregate.status, 400);
  assert.match(unknownAggregate.body.errors[0], /Cannot resolve query parameter \(agg\) from value "median"/);
}

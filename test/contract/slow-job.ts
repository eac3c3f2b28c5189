import assert from 'node:assert/strict';
import { type LoadState, measureLoad } from '../../src/session/readings/job-load.ts';
import type { ContractTarget } from './contract.ts';
import { get } from './read-job.ts';

type PlanNode = { readonly id: string; readonly inputs?: readonly { readonly num: number; readonly id: string }[] };

/** Checks the plan of the diamond. Returns its slow vertex, the first vertex of each branch, and the sink. */
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
  return { slow, slowInput, fastInput, sink: order.at(-1) ?? '' };
}

/**
 * The sink is always idle. The fast branch is not: while the barrier of a checkpoint waits in the slow branch, the join does
 * not read from the fast one.
 */
type Branches = {
  readonly slow: string;
  readonly slowInput: string;
  readonly fastInput: string;
  readonly sink: string;
};

/** Loads by two responses: of the vertices, and of their only subtasks. */
export type MeasuredBranches = { readonly ofVertices: LoadState; readonly ofSubtasks: LoadState };

/** Reads the counters of the vertices and of their subtasks once more. */
export async function measureBranches(
  { flink }: ContractTarget,
  id: string,
  branches: Branches,
  previous: MeasuredBranches | undefined,
): Promise<MeasuredBranches> {
  const detail = await flink.job(id);
  const measured = detail.vertices.filter((vertex) => Object.values(branches).includes(vertex.id));
  const vertices = await Promise.all(
    measured.map(async (vertex) => {
      const [subtask] = await flink.subtasks(id, vertex.id);
      return { ...vertex, counters: subtask?.isComplete === true ? subtask : undefined };
    }),
  );
  const now = Date.now();
  return {
    ofVertices: measureLoad(previous?.ofVertices, detail, now),
    ofSubtasks: measureLoad(previous?.ofSubtasks, { ...detail, vertices }, now),
  };
}

/** Shares of time from 0 to 1; `undefined` or NaN if not known. */
type BranchShares = { readonly [source: string]: number | undefined };

/** The same shares by the counters of vertices, by those of subtasks, and by Flink's gauge. */
export async function branchShares(
  { flink }: ContractTarget,
  id: string,
  { ofVertices: { load }, ofSubtasks: { load: subtaskLoad } }: MeasuredBranches,
  { slow, slowInput, sink }: Branches,
): Promise<BranchShares> {
  const gauges = await flink.vertexGauges(id, slow);
  return {
    busy: load.get(slow)?.busy,
    backPressured: load.get(slowInput)?.backPressured,
    idle: load.get(sink)?.idle,
    subtaskBusy: subtaskLoad.get(slow)?.busy,
    subtaskBackPressured: subtaskLoad.get(slowInput)?.backPressured,
    subtaskIdle: subtaskLoad.get(sink)?.idle,
    gauge: (gauges?.busy?.avg ?? Number.NaN) / 1000,
  };
}

/** Whether all three sources agree. The gauge is the average of up to a minute: it agrees some time after the start. */
export function isSlow({ busy = 0, gauge = 0, ...shares }: BranchShares): boolean {
  const { backPressured = 0, idle = 0, subtaskBusy = 0, subtaskBackPressured = 0, subtaskIdle = 0 } = shares;
  const isOfVertices = busy > 0.8 && backPressured > 0.4 && idle > 0.6;
  const isOfSubtasks = subtaskBusy > 0.8 && subtaskBackPressured > 0.4 && subtaskIdle > 0.6;
  return isOfVertices && isOfSubtasks && Math.abs(gauge - busy) < 0.1;
}

/** Checks the edges of the job, and the gauges of single subtasks. */
export async function checkEdgesAndSubtasks(
  { flink }: ContractTarget,
  id: string,
  { slow, slowInput, fastInput }: Branches,
): Promise<void> {
  const { vertices } = await flink.job(id);
  const inputsOf = (vertexId: string) => vertices.find((vertex) => vertex.id === vertexId)?.inputs;
  assert.deepEqual(inputsOf(slow), [slowInput]);
  assert.deepEqual(inputsOf(fastInput), inputsOf(slowInput));
  const [subtask, unknown] = await flink.subtaskBusyTimes(id, slow, 2);
  assert.ok((subtask ?? 0) > 800, `${subtask} ms/s of the only subtask`);
  assert.equal(unknown, undefined, 'the job has one subtask');
  const [gauges, none] = await flink.subtaskGauges(id, slow, 2);
  const { busyMs = 0, idleMs = 0, backPressuredMs = 0 } = gauges ?? {};
  assert.ok(busyMs > 800 && Math.abs(busyMs + idleMs + backPressuredMs - 1000) < 50, JSON.stringify(gauges));
  assert.equal(none, undefined, 'the job has one subtask');
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

import type { JobVertex, MetricValue } from '../../flink/responses.ts';
import { operatorChain } from './operator-chain.ts';
import { endOutputs, inputWatermark, outputWatermark, vertexMetrics } from './vertex-metrics.ts';
import { compareWatermarks, lowest, type Watermark, watermarkOf } from './watermark.ts';

/** The watermark of one split of a source, such as a partition of a topic. */
export type SplitWatermark = {
  readonly split: string;
  readonly watermark: Watermark;
  /** Parts of the last minute, from 0 to 1: idle, and paused because the split is ahead of the others. */
  readonly idle: number | undefined;
  readonly paused: number | undefined;
};

/** Event time of one subtask. undefined: Flink does not report it. */
export type SubtaskWatermarks = {
  readonly index: number;
  readonly input: Watermark | undefined;
  /** After the last operator of the chain. */
  readonly output: Watermark | undefined;
  /** Records per second of the last minute: emitted by a source, received by another vertex. */
  readonly rate: number | undefined;
  readonly pendingRecords: number | undefined;
  readonly idleMs: number | undefined;
  /** By name of the operator, in the order of the chain. */
  readonly operators: readonly { readonly name: string; readonly output: Watermark }[];
  readonly splits: readonly SplitWatermark[];
};

/** More ids take too many requests. */
const maxIds = 900;
const splitPart = /^(.+\.split\.[^.]+\.watermark)\.currentWatermark$/;
const splitGauges = ['currentWatermark', 'idleTimeMsPerSecond', 'pausedTimeMsPerSecond'] as const;

/**
 * Returns the ids of the metrics of the single subtasks. Of a vertex with many subtasks, these are fewer metrics, and then
 * fewer subtasks.
 * @param names all metrics of the vertex without the index of the subtask
 */
export function subtaskMetricIds(vertex: JobVertex, names: readonly string[]): readonly string[] {
  const metrics = vertexMetrics(vertex, names);
  const needed = [...definedOnly([metrics.input, metrics.rate]), ...metrics.outputs, ...metrics.idleTime];
  const operators = names.filter((name) => name.endsWith(outputWatermark) && !needed.includes(name));
  const splits = names.flatMap((name) => {
    const [, part] = splitPart.exec(name) ?? [];
    return part === undefined ? [] : splitGauges.map((gauge) => `${part}.${gauge}`);
  });
  const optional = [metrics.pendingRecords, operators, splits];
  let chosen = needed;
  for (const more of optional) {
    if ((chosen.length + more.length) * vertex.parallelism <= maxIds) chosen = [...chosen, ...more];
  }
  const subtasks = Math.min(vertex.parallelism, Math.floor(maxIds / Math.max(1, chosen.length)));
  return Array.from({ length: subtasks }, (_, index) => chosen.map((name) => `${index}.${name}`)).flat();
}

/**
 * Returns the subtasks that report something, by index.
 * @param values by metric id, such as `0.Timestamps/Watermarks.currentOutputWatermark`
 */
export function subtaskWatermarks(
  vertex: JobVertex,
  values: ReadonlyMap<string, MetricValue>,
): readonly SubtaskWatermarks[] {
  const bySubtask = new Map<number, Map<string, number>>();
  for (const [id, metric] of values) {
    const [, index, name] = /^(\d+)\.(.+)$/s.exec(id) ?? [];
    if (index === undefined || name === undefined || metric.state !== 'measured') continue;
    const known = bySubtask.get(Number(index));
    if (known === undefined) bySubtask.set(Number(index), new Map([[name, metric.value]]));
    else known.set(name, metric.value);
  }
  const subtasks = [...bySubtask].map(([index, found]) => readSubtask(vertex, index, found));
  return subtasks.sort((a, b) => a.index - b.index);
}

function readSubtask(vertex: JobVertex, index: number, found: ReadonlyMap<string, number>): SubtaskWatermarks {
  const names = [...found.keys()];
  const chain = operatorChain(vertex.name);
  const metrics = vertexMetrics(vertex, names);
  const numberOf = (id: string | undefined) => (id === undefined ? undefined : found.get(id));
  const watermark = (id: string) => watermarkOf(found.get(id) ?? Number.NEGATIVE_INFINITY);
  const input = numberOf(inputWatermark);
  const pending = metrics.pendingRecords.map((id) => found.get(id) ?? -1).filter((value) => value >= 0);
  return {
    index,
    input: input === undefined ? undefined : watermarkOf(input),
    output: lowest(endOutputs(chain, names).map(watermark)),
    rate: numberOf(metrics.rate),
    pendingRecords: pending.length === 0 ? undefined : pending.reduce((sum, value) => sum + value, 0),
    idleMs: numberOf(metrics.idleTime[0]),
    operators: chain.flatMap(({ name, id }) =>
      found.has(id + outputWatermark) ? [{ name, output: watermark(id + outputWatermark) }] : [],
    ),
    splits: names.flatMap((name) => {
      const [, part] = splitPart.exec(name) ?? [];
      if (part === undefined) return [];
      const share = (gauge: string) => shareOf(found.get(`${part}.${gauge}`));
      return [
        {
          split: part.replace(/^.*\.split\./, '').replace(/\.watermark$/, ''),
          watermark: watermark(name),
          idle: share('idleTimeMsPerSecond'),
          paused: share('pausedTimeMsPerSecond'),
        },
      ];
    }),
  };
}

const shareOf = (msPerSecond: number | undefined): number | undefined =>
  msPerSecond === undefined || msPerSecond < 0 ? undefined : Math.min(1, msPerSecond / 1000);

const definedOnly = (ids: readonly (string | undefined)[]): readonly string[] => ids.filter((id) => id !== undefined);

/** Returns the subtask with the lowest output watermark; undefined if none reports one. */
export function lastSubtask(subtasks: readonly SubtaskWatermarks[]): SubtaskWatermarks | undefined {
  return subtasks
    .filter(({ output }) => output !== undefined)
    .toSorted((a, b) => compareWatermarks(a.output ?? 'none', b.output ?? 'none'))[0];
}

/**
 * Returns the operator at which the watermark of a subtask stays behind: the first one that has a watermark in another
 * subtask; undefined if no subtask has one.
 */
export function lateOperator(late: SubtaskWatermarks, subtasks: readonly SubtaskWatermarks[]): string | undefined {
  const hasWatermark = (wanted: string) =>
    subtasks.some(({ operators }) => operators.some(({ name, output }) => name === wanted && output !== 'none'));
  return late.operators.find(({ name }) => hasWatermark(name))?.name;
}

/** Returns the split with the lowest watermark, if the splits of the subtask have watermarks of their own. */
export function lateSplit({ splits }: SubtaskWatermarks): string | undefined {
  const known = splits.filter(({ watermark }) => watermark !== 'ended');
  if (!known.some(({ watermark }) => watermark !== 'none')) return undefined;
  return known.toSorted((a, b) => compareWatermarks(a.watermark, b.watermark))[0]?.split;
}

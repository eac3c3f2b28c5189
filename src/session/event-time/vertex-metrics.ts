import type { JobVertex } from '../../flink/responses.ts';
import { type ChainOperator, operatorChain } from './operator-chain.ts';

/** The metrics of a vertex that tell about event time and lag, without the index of the subtask. */
export type VertexMetrics = {
  readonly input: string | undefined;
  /** Output watermarks of the last operators of the chain. */
  readonly outputs: readonly string[];
  /** Records per second: of a source those that it emits, else those that arrive. */
  readonly rate: string | undefined;
  readonly pendingRecords: readonly string[];
  readonly recordsLag: readonly string[];
  readonly idleTime: readonly string[];
  readonly drift: readonly string[];
};

export const inputWatermark = 'currentInputWatermark';
export const outputWatermark = '.currentOutputWatermark';

/**
 * Chooses the metrics that exist.
 * @param names all metrics of the vertex without the index of the subtask
 */
export function vertexMetrics({ name, inputs }: JobVertex, names: readonly string[]): VertexMetrics {
  const known = new Set(names);
  const chain = operatorChain(name);
  const endingWith = (suffix: string) => names.filter((id) => id.endsWith(suffix));
  const isSource = inputs.length === 0;
  const taskRate = isSource ? 'numRecordsOutPerSecond' : 'numRecordsInPerSecond';
  // A task without an output does not count what it emits, but its first operator does.
  const sourceRate = isSource ? `${chain[0]?.id}.${taskRate}` : taskRate;
  return {
    input: known.has(inputWatermark) ? inputWatermark : undefined,
    outputs: endOutputs(chain, names),
    rate: [sourceRate, taskRate].find((id) => known.has(id)),
    pendingRecords: endingWith('.pendingRecords'),
    recordsLag: endingWith('.records-lag-max'),
    idleTime: isSource ? endingWith('.sourceIdleTime') : [],
    drift: isSource ? endingWith('.watermarkAlignmentDrift') : [],
  };
}

export const metricNames = (metrics: VertexMetrics): readonly string[] =>
  [
    ...[metrics.input, metrics.rate].filter((id) => id !== undefined),
    ...metrics.outputs,
    ...metrics.pendingRecords,
    ...metrics.recordsLag,
    ...metrics.idleTime,
    ...metrics.drift,
  ].filter((id) => !id.includes(','));

/**
 * Returns the output watermarks of the last operators. If a name is ambiguous, it is the operator whose name is last in the
 * name of the vertex.
 */
export function endOutputs(chain: readonly ChainOperator[], names: readonly string[]): readonly string[] {
  const listed = names.filter((id) => id.endsWith(outputWatermark));
  const ends = new Set(chain.flatMap(({ id, isEnd }) => (isEnd ? [id + outputWatermark] : [])));
  const found = listed.filter((id) => ends.has(id));
  if (found.length > 0) return found;
  const whole = chain.map(({ id }) => id).join('_->_');
  const positionOf = (id: string) => whole.lastIndexOf(id.slice(0, -outputWatermark.length));
  return listed.toSorted((a, b) => positionOf(b) - positionOf(a)).slice(0, 1);
}

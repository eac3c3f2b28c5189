import type { FailureTrace } from '../../flink/responses.ts';
import type { FailureEntry } from '../journal/entry.ts';
import { maskText } from '../journal/mask.ts';

/** The trace of a failure, or why there is none: Flink no longer keeps it, or did not have it when the traces were read. */
export type FoundTrace =
  | { readonly kind: 'found'; readonly lines: readonly string[] }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'not read' };

/**
 * Finds the trace of a failure.
 * @param traces those that Flink lists; undefined before they were read
 */
export function findTrace(
  { at, flinkAt = at, task }: FailureEntry,
  traces: readonly FailureTrace[] | undefined,
): FoundTrace {
  if (traces === undefined) return { kind: 'not read' };
  const sameTime = traces.filter((trace) => trace.at === flinkAt);
  const found = sameTime.find((trace) => (trace.task && maskText(trace.task)) === task);
  if (found !== undefined) return { kind: 'found', lines: found.lines };
  const isNewer = traces.length > 0 && traces.every((trace) => trace.at < flinkAt);
  return { kind: isNewer ? 'not read' : 'dropped' };
}

import { array, literal, number, object, optional, pipe, string, transform, union } from 'valibot';
import type { AggregatedMetric } from '../answers.ts';

/** JSON has no NaN, so Flink sends a string. */
const aggregate = optional(
  pipe(
    union([number(), literal('NaN'), literal('Infinity'), literal('-Infinity')]),
    transform(
      (value): AggregatedMetric =>
        typeof value === 'number' ? { state: 'measured', value } : { state: 'not-a-number' },
    ),
  ),
);

/** Contains only requested metrics that at least one subtask has. */
export const aggregatedMetricsSchema = array(
  object({ id: string(), min: aggregate, max: aggregate, avg: aggregate, sum: aggregate }),
);

/** Escapes one part of a dotted metric id as Flink's MetricQueryService does. */
export function metricIdPart(name: string): string {
  return name.replace(/[ .:,]/g, '_');
}

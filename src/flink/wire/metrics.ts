import { array, literal, number, object, optional, pipe, string, transform, union } from 'valibot';
import type { AggregatedMetric } from '../answers.ts';

/** JSON has no NaN: it comes as a string. */
const aggregate = optional(
  pipe(
    union([number(), literal('NaN'), literal('Infinity'), literal('-Infinity')]),
    transform(
      (value): AggregatedMetric =>
        typeof value === 'number' ? { state: 'measured', value } : { state: 'not-a-number' },
    ),
  ),
);

/** Only what was asked for is in it; a metric that no subtask has is not. */
export const aggregatedMetricsSchema = array(
  object({ id: string(), min: aggregate, max: aggregate, avg: aggregate, sum: aggregate }),
);

/** One part of the id that a metric goes by, between dots: Flink's MetricQueryService replaces these characters in it. */
export function metricIdPart(name: string): string {
  return name.replace(/[ .:,]/g, '_');
}

import { array, literal, number, object, optional, pipe, string, transform, union } from 'valibot';
import type { MetricValue } from '../responses.ts';

/** JSON has no NaN and no infinities, so Flink sends them as strings. */
const aggregate = optional(
  pipe(
    union([number(), literal('NaN'), literal('Infinity'), literal('-Infinity')]),
    transform(
      (value): MetricValue => (typeof value === 'number' ? { state: 'measured', value } : { state: 'not-a-number' }),
    ),
  ),
);

/** Flink responds only with requested metrics that at least one subtask has. */
export const aggregatedMetricsSchema = array(
  object({ id: string(), min: aggregate, max: aggregate, avg: aggregate, sum: aggregate }),
);

/** Flink responds only with requested metrics that the job has. All values are text. */
export const jobMetricsSchema = array(
  object({
    id: string(),
    value: pipe(
      string(),
      transform((text): MetricValue => {
        const value = Number(text);
        return Number.isFinite(value) && text !== '' ? { state: 'measured', value } : { state: 'not-a-number' };
      }),
    ),
  }),
);

/** Escapes one part of a dotted metric id as Flink's MetricQueryService does. */
export function metricIdPart(name: string): string {
  return name.replace(/[ .:,]/g, '_');
}

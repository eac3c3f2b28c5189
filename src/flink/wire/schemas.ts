import { nullish, number, pipe, record, string, transform } from 'valibot';

// All schemas follow Flink's JSON serialisers, because the OpenAPI file is wrong in places. The schemas drop unknown
// fields, and a field that some versions omit is nullish.

/** Epoch milliseconds. Flink sends -1 for an event that has not happened yet. */
export const moment = pipe(
  nullish(number(), -1),
  transform((at) => (at < 0 ? undefined : at)),
);

/** Counts by state, without zeros. */
export const counts = pipe(
  record(string(), number()),
  transform((all) => Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))),
);

/** Flink's id of the TaskManager of a task without a slot. */
export const unassigned = '(unassigned)';

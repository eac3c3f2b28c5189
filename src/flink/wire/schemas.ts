import { nullish, number, pipe, record, string, transform } from 'valibot';

// Parts of many responses. Their shapes follow Flink's JSON serialisers, since its OpenAPI file is wrong in places.
// Unknown fields are dropped, and fields that a version may omit are nullish.

/** Epoch ms; -1 means not yet. */
export const moment = pipe(
  nullish(number(), -1),
  transform((at) => (at < 0 ? undefined : at)),
);

/** Counts by state, without zeros. */
export const counts = pipe(
  record(string(), number()),
  transform((all) => Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))),
);

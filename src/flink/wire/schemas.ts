import { nullish, number, pipe, record, string, transform } from 'valibot';

// What many answers have. The shapes are those of the serialisers (flink.md 3.1); unknown fields are dropped, and what a
// version may leave out is nullish.

/** -1 stands for `not yet`. */
export const moment = pipe(
  nullish(number(), -1),
  transform((at) => (at < 0 ? undefined : at)),
);

/** By state, without those at 0. */
export const counts = pipe(
  record(string(), number()),
  transform((all) => Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))),
);

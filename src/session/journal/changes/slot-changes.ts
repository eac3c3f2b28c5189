import { seenNow } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** Finds changes of the number of slots. */
export const slotChanges: FindChanges = (known, { overview }, clock) => {
  if (overview === undefined) return [];
  const total = overview.slotsTotal;
  const used = total - overview.slotsAvailable;
  return known.slots?.used === used && known.slots.total === total
    ? []
    : [{ kind: 'slots', ...seenNow(clock), used, total }];
};

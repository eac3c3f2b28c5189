import type { SessionEvent } from '../../snapshot.ts';
import type { WarningEntry } from '../entry.ts';
import { seenNow } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** Finds new warnings. A repeated warning is new each time its count has doubled. */
export const warningChanges: FindChanges = (known, { events }) =>
  events
    .filter(({ type }) => type === 'Warning')
    .flatMap((event): readonly WarningEntry[] => {
      const recorded = known.warnings.get(event.uid) ?? 0;
      const count = powerOfTwo(event.count);
      const ofEvent = describe(event);
      return [
        ...(recorded === 0 ? [{ ...ofEvent, at: event.firstAt, count: 1 }] : []),
        // Kubernetes states only the time of the last occurrence.
        ...(count > Math.max(1, recorded) ? [{ ...ofEvent, ...seenNow({ now: event.at }), count }] : []),
      ];
    });

function describe({ uid, object, reason, message }: SessionEvent) {
  return { kind: 'warning', uid, object, reason, message } as const;
}

/** Returns the highest power of two up to the count. */
function powerOfTwo(count: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, count)));
}

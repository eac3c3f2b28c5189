import { describeForwardTarget } from '../../forwards/describe-target.ts';
import type { ForwardEntry } from '../entry.ts';
import { seenNow } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** Finds forwards that this process opened or closed. */
export const forwardChanges: FindChanges = (known, { forwards }, clock) => {
  const open = new Map(forwards.map((forward) => [forward.url, forward]));
  const opened = [...open.values()]
    .filter(({ url, target }) => known.forwards.get(url) !== describeForwardTarget(target))
    .map(({ url, target, startedAt }): ForwardEntry => {
      const time = seenNow({ now: startedAt + clock.serverAheadMs });
      return { kind: 'forward', ...time, url, target: describeForwardTarget(target), isOpen: true };
    });
  const closed = [...known.forwards].flatMap(([url, target]): readonly ForwardEntry[] => {
    const next = open.get(url);
    if (next !== undefined && describeForwardTarget(next.target) === target) return [];
    const time = seenNow({ now: next === undefined ? clock.now : next.startedAt + clock.serverAheadMs });
    return [{ kind: 'forward', ...time, url, target, isOpen: false }];
  });
  return [...closed, ...opened];
};

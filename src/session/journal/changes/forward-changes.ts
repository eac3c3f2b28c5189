import type { ForwardTarget } from '../../forwards/forward.ts';
import type { ForwardEntry } from '../entry.ts';
import { seenNow } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** Finds forwards that this process opened or closed. */
export const forwardChanges: FindChanges = (known, { forwards }, clock) => {
  const open = new Map(forwards.map((forward) => [forward.url, forward]));
  const opened = [...open.values()]
    .filter(({ url, target }) => known.forwards.get(url) !== targetText(target))
    .map(({ url, target, startedAt }): ForwardEntry => {
      const time = seenNow({ now: startedAt + clock.serverAheadMs });
      return { kind: 'forward', ...time, url, target: targetText(target), isOpen: true };
    });
  const closed = [...known.forwards].flatMap(([url, target]): readonly ForwardEntry[] => {
    const next = open.get(url);
    if (next !== undefined && targetText(next.target) === target) return [];
    const time = seenNow({ now: next === undefined ? clock.now : next.startedAt + clock.serverAheadMs });
    return [{ kind: 'forward', ...time, url, target, isOpen: false }];
  });
  return [...closed, ...opened];
};

/** `the web UI`, `jobmanager:6123`, `my-cluster-taskmanager-1-1:6122` */
function targetText(target: ForwardTarget): string {
  switch (target.kind) {
    case 'web-ui':
      return 'the web UI';
    case 'job-manager':
      return `jobmanager:${target.port}`;
    case 'pod':
      return `${target.pod}:${target.port}`;
  }
}

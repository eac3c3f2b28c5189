import type { ExceptionGroup } from '../log-store.ts';
import type { Trace } from './read-traces.ts';

export type TraceOrigin = { readonly key: string; readonly pod: string };

export type ExceptionGroups = {
  readonly add: (trace: Trace, origin: TraceOrigin) => void;
  /** Returns the groups, newest first. The counts include the incomplete traces in `open`. */
  readonly list: (open: readonly (readonly [Trace, TraceOrigin])[]) => readonly ExceptionGroup[];
};

/** Maximum number of groups. Above this limit, the least recently seen group is removed. */
const maxGroups = 500;
const maxPods = 100;

export function createExceptionGroups(): ExceptionGroups {
  /** Ordered by the last trace of each group, oldest first. */
  const groups = new Map<string, ExceptionGroup>();
  return {
    add: (trace, origin) => {
      const group = addTo(groups.get(trace.signature), trace, origin);
      groups.delete(trace.signature);
      groups.set(trace.signature, group);
      if (groups.size <= maxGroups) return;
      for (const oldest of groups.keys()) {
        groups.delete(oldest);
        break;
      }
    },
    list: (open) => {
      const all = new Map(groups);
      for (const [trace, origin] of open) {
        all.set(trace.signature, addTo(all.get(trace.signature), trace, origin));
      }
      return [...all.values()].sort((a, b) => b.lastAt - a.lastAt);
    },
  };
}

function addTo(group: ExceptionGroup | undefined, trace: Trace, { key, pod }: TraceOrigin): ExceptionGroup {
  const { signature, title, causes, at, sequence } = trace;
  const location = { key, sequence };
  if (group === undefined) {
    return { id: signature, title, causes, count: 1, firstAt: at, lastAt: at, pods: [pod], last: location };
  }
  return {
    ...group,
    count: group.count + 1,
    firstAt: Math.min(group.firstAt, at),
    lastAt: Math.max(group.lastAt, at),
    pods: group.pods.includes(pod) || group.pods.length >= maxPods ? group.pods : [...group.pods, pod],
    last: at >= group.lastAt ? location : group.last,
  };
}

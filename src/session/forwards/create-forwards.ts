import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import type { Forwards } from './forward.ts';
import { type OpenForward, openForward } from './open-forward.ts';

/** Creates the list of forwards of a session, which is empty at first. */
export function createForwards(kubernetes: KubernetesApi, session: SessionTarget): Forwards {
  const open = new Map<number, OpenForward>();
  const listeners = new Set<() => void>();
  let lastId = 0;
  let isClosed = false;
  const changed = () => {
    for (const listener of listeners) listener();
  };
  return {
    start: async (request) => {
      lastId += 1;
      const id = lastId;
      const forward = await openForward(id, request, kubernetes, session, changed);
      if (isClosed) {
        forward.close();
        throw new Error('cannot open the forward: the session was closed');
      }
      open.set(id, forward);
      changed();
      return forward.current();
    },
    list: () => [...open.values()].map((forward) => forward.current()),
    stop: (id) => {
      open.get(id)?.close();
      if (open.delete(id)) changed();
    },
    check: () => {
      for (const forward of open.values()) forward.check();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      isClosed = true;
      for (const forward of open.values()) forward.close();
      open.clear();
      listeners.clear();
    },
  };
}

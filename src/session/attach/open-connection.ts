import { createFlinkRest } from '../../flink/create-rest.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { createForwards } from '../forwards/create-forwards.ts';
import { createRestTransport } from '../rest/create-rest-transport.ts';
import type { JobManagerPort } from '../rest/find-job-manager.ts';
import { restTransports } from '../rest/rest-transports.ts';
import type { Connection, SessionTarget } from '../session.ts';
import type { ClusterMode } from '../snapshot.ts';
import { createSleepListeners } from './sleep-listeners.ts';

/** A connection to a session cluster, whether it is there or not: nothing is sent yet. */
export function openConnection(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  known: { readonly mode: ClusterMode; readonly jobManager: Promise<JobManagerPort> | undefined },
): Connection {
  const way = createRestTransport(restTransports(kubernetes, target, known.jobManager), async (cause) => {
    const { explainNoJobManager } = await import('../rest/explain-no-job-manager.ts');
    return explainNoJobManager(kubernetes, target, cause);
  });
  const forwards = createForwards(kubernetes, target);
  /** Any connection may have died meanwhile, and nothing says so before it is used. */
  const sleepListeners = createSleepListeners(() => {
    kubernetes.reconnect();
    way.reopen();
  });
  return {
    target,
    mode: known.mode,
    kubernetes,
    flink: createFlinkRest(way.send, { mostBytes: target.maxRestBytes }),
    restLink: way.link,
    reopenRest: way.reopen,
    onWake: sleepListeners.add,
    forwards: {
      ...forwards,
      start: (request) => {
        sleepListeners.add(forwards.check);
        return forwards.start(request);
      },
    },
    close: async () => {
      sleepListeners.stop();
      forwards.close();
      way.close();
    },
  };
}

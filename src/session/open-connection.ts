import { createFlinkRest } from '../flink/create-rest.ts';
import type { KubernetesApi } from '../kubernetes/api.ts';
import { createForwards } from './forwards/create-forwards.ts';
import { createRestWay } from './rest-way/create-rest-way.ts';
import type { JobManagerPort } from './rest-way/find-job-manager.ts';
import { restWays } from './rest-way/rest-ways.ts';
import type { Connection, SessionTarget } from './session.ts';
import type { ClusterMode } from './snapshot.ts';

/** A connection to a session cluster, whether it is there or not: nothing is sent yet. */
export function openConnection(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  known: { readonly mode: ClusterMode; readonly jobManager: Promise<JobManagerPort> | undefined },
): Connection {
  const way = createRestWay(restWays(kubernetes, target, known.jobManager));
  const forwards = createForwards(kubernetes, target);
  return {
    target,
    mode: known.mode,
    kubernetes,
    flink: createFlinkRest(way.send),
    restLink: way.link,
    reopenRest: way.reopen,
    forwards,
    close: async () => {
      forwards.close();
      way.close();
    },
  };
}

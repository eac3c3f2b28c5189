import { createFlinkRest } from '../../flink/create-rest.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { createForwards } from '../forwards/create-forwards.ts';
import { createRestTransport } from '../rest/create-rest-transport.ts';
import type { JobManagerPort } from '../rest/find-job-manager.ts';
import { restTransports } from '../rest/rest-transports.ts';
import type { Connection, SessionTarget } from '../session.ts';
import type { ClusterMode } from '../snapshot.ts';
import { createDeploymentUid } from './deployment-uid.ts';
import { createSleepListeners } from './sleep-listeners.ts';

/** Creates a connection to a session cluster. Sends no request and does not check that the cluster exists. */
export function openConnection(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  known: {
    readonly mode: ClusterMode;
    readonly deploymentUid?: string | undefined;
    readonly jobManager: Promise<JobManagerPort> | undefined;
  },
): Connection {
  const transport = createRestTransport(restTransports(kubernetes, target, known.jobManager), async (cause) => {
    const { explainNoJobManager } = await import('../rest/explain-no-job-manager.ts');
    return explainNoJobManager(kubernetes, target, cause);
  });
  const forwards = createForwards(kubernetes, target);
  /** Connections may break during sleep without an error event. */
  const sleepListeners = createSleepListeners(() => {
    kubernetes.reconnect();
    transport.reopen();
  });
  return {
    target,
    mode: known.mode,
    deploymentUid: createDeploymentUid(kubernetes, target, known.deploymentUid),
    kubernetes,
    flink: createFlinkRest(transport.send, { maxBytes: target.maxRestBytes }),
    restLink: transport.link,
    reopenRest: transport.reopen,
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
      transport.close();
    },
  };
}

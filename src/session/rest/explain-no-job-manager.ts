import { deploymentName, jobManagerSelector } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { Deployment, Pod } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { findClusterProblems, jobManagerProblem } from '../cluster/cluster-problems.ts';
import { describeDeployment } from '../cluster/describe-deployment.ts';
import { describeProblem } from '../cluster/describe-problem.ts';
import { runningJobManagers } from '../cluster/leading-job-manager.ts';
import type { SessionTarget } from '../session.ts';
import { NoJobManager } from './no-job-manager.ts';
import { readIfAllowed } from './read-if-allowed.ts';

/** Maximum time to wait for the pods and the Deployment. */
const explainWithinMs = 2000;

/**
 * Explains from the JobManager pods and the Deployment why no JobManager responds. Returns undefined if they show no
 * problem or cannot be read.
 */
export async function explainNoJobManager(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  cause: unknown,
): Promise<NoJobManager | undefined> {
  const { clusterId, namespace } = target;
  const signal = AbortSignal.timeout(explainWithinMs);
  const now = Date.now();
  const context = { now, restRespondedAt: undefined };
  try {
    const selector = { resource: resources.pods, namespace, labelSelector: jobManagerSelector(clusterId) };
    const pods = await kubernetes.list<Pod>(selector, signal);
    let problem = jobManagerProblem(pods, context);
    if (problem === undefined && runningJobManagers(pods).length === 0) {
      const path = { resource: resources.deployments, namespace, name: deploymentName(clusterId) };
      const deployment = await readIfAllowed(kubernetes.get<Deployment>(path, signal));
      problem = findClusterProblems(deployment && describeDeployment(deployment), pods, context).at(-1);
    }
    if (problem === undefined) return undefined;
    const { message, next } = describeProblem(problem, target, now);
    return new NoJobManager(message, next === undefined ? [] : [next], cause);
  } catch {
    return undefined; // the caller reports the original error
  }
}

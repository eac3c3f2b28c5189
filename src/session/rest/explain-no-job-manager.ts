import { deploymentName, jobManagerSelector } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { Deployment, Pod } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { findProblems, jobManagerProblem } from '../cluster/cluster-problems.ts';
import { describeDeployment } from '../cluster/describe-deployment.ts';
import { describeProblem } from '../cluster/describe-problem.ts';
import { runningJobManagers } from '../cluster/leading-job-manager.ts';
import type { SessionTarget } from '../session.ts';
import { NoJobManager } from './no-job-manager.ts';
import { readIfAllowed } from './read-if-allowed.ts';

/** Nobody waits longer for a reason. */
const explainWithinMs = 2000;

/** Why no JobManager answers, by its pods and its Deployment; undefined where they show no reason or cannot be read. */
export async function explainNoJobManager(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  cause: unknown,
): Promise<NoJobManager | undefined> {
  const { clusterId, namespace } = target;
  const signal = AbortSignal.timeout(explainWithinMs);
  const now = Date.now();
  const around = { now, restAnsweredAt: undefined };
  try {
    const selector = { resource: resources.pods, namespace, labelSelector: jobManagerSelector(clusterId) };
    const pods = await kubernetes.list<Pod>(selector, signal);
    let trouble = jobManagerProblem(pods, around);
    if (trouble === undefined && runningJobManagers(pods).length === 0) {
      const path = { resource: resources.deployments, namespace, name: deploymentName(clusterId) };
      const deployment = await readIfAllowed(kubernetes.get<Deployment>(path, signal));
      trouble = findProblems(deployment && describeDeployment(deployment), pods, around).at(-1);
    }
    if (trouble === undefined) return undefined;
    const { message, next } = describeProblem(trouble, target, now);
    return new NoJobManager(`${message}.`, next === undefined ? [] : [next], cause);
  } catch {
    return undefined; // The first error tells.
  }
}

import { KubernetesError } from '../../kubernetes/error.ts';
import type { Command, Progress, Services } from '../record/command.ts';
import { readSnapshot, type SnapshotResult } from '../record/read-snapshot.ts';
import { checkApiServer } from './check-api-server.ts';
import { checkCluster } from './check-cluster.ts';
import { checkHighAvailability } from './check-high-availability.ts';
import { checkKubeconfig } from './check-kubeconfig.ts';
import { checkLog } from './check-log.ts';
import { checkLoggingFile } from './check-logging-file.ts';
import { checkPermissions } from './check-permissions.ts';
import { checkRest } from './check-rest.ts';
import { createFinding, type Finding } from './finding.ts';

/** Runs all checks, from the kubeconfig to the cluster. A failure of the first checks skips the other checks. */
export async function* runChecks(
  services: Services,
  commands: readonly Command[],
  signal: AbortSignal,
): AsyncGenerator<Progress, readonly Finding[], void> {
  yield { kind: 'step', text: 'Checking the API server' };
  const first = [...(await checkKubeconfig(services, signal)), ...(await checkApiServer(services, signal))];
  if (first.some(({ state }) => state === 'failed')) {
    return [...first, createFinding('session cluster', 'skipped', 'the API server is not reachable')];
  }
  yield { kind: 'step', text: 'Checking permissions and REST transports' };
  const [permissions, result] = await Promise.all([
    checkPermissions(services, commands, signal),
    readSnapshot(services, signal),
  ]);
  const cluster = checkCluster(services, result, signal);
  const clusterChecks = clusterExists(result)
    ? [
        checkRest(services, signal),
        checkLog(services, result, signal),
        checkLoggingFile(services, signal),
        checkHighAvailability(services, result),
      ]
    : [[createFinding('REST', 'skipped', 'session cluster not found')]];
  return [...first, ...permissions, ...(await Promise.all([cluster, ...clusterChecks])).flat()];
}

/** Assumes that the cluster exists if the Deployment cannot be read. */
function clusterExists({ pods, errors }: SnapshotResult): boolean {
  const { deployment } = errors;
  return pods.length > 0 || !(deployment instanceof KubernetesError && deployment.kind === 'not-found');
}

import { KubernetesError } from '../../kubernetes/error.ts';
import type { Command, Progress, Services } from '../record/command.ts';
import { readSnapshot, type SnapshotOnce } from '../record/read-snapshot.ts';
import { checkApiServer } from './check-api-server.ts';
import { checkCluster } from './check-cluster.ts';
import { checkHighAvailability } from './check-high-availability.ts';
import { checkKubeconfig } from './check-kubeconfig.ts';
import { checkLog } from './check-log.ts';
import { checkLoggingFile } from './check-logging-file.ts';
import { checkRest } from './check-rest.ts';
import { checkRights } from './check-rights.ts';
import { type Finding, finding } from './finding.ts';

/** Every check, from the kubeconfig to the cluster: what comes later is pointless where what comes before has failed. */
export async function* examine(
  services: Services,
  commands: readonly Command[],
  signal: AbortSignal,
): AsyncGenerator<Progress, readonly Finding[], void> {
  yield { kind: 'step', text: 'asking the API server' };
  const first = [...(await checkKubeconfig(services, signal)), ...(await checkApiServer(services, signal))];
  if (first.some(({ state }) => state === 'failed')) {
    return [...first, finding('session cluster', 'skipped', 'the API server has to answer first')];
  }
  yield { kind: 'step', text: 'asking for rights, and for Flink by each way' };
  const [rights, reading] = await Promise.all([
    checkRights(services, commands, signal),
    readSnapshot(services, signal),
  ]);
  const cluster = checkCluster(services, reading, signal);
  const inside = isThere(reading)
    ? [
        checkRest(services, signal),
        checkLog(services, reading, signal),
        checkLoggingFile(services, signal),
        checkHighAvailability(services, reading),
      ]
    : [[finding('REST', 'skipped', 'there is no session cluster to ask')]];
  return [...first, ...rights, ...(await Promise.all([cluster, ...inside])).flat()];
}

/** Where nothing may be read, what is asked tells. */
function isThere({ pods, problems }: SnapshotOnce): boolean {
  const { deployment } = problems;
  return pods.length > 0 || !(deployment instanceof KubernetesError && deployment.kind === 'not-found');
}

import { after, before, describe, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import type { Connection } from '../../src/session/session.ts';
import type { Contract, ContractTrouble } from '../contract/contract.ts';
import { shareJob } from '../contract/read-job.ts';
import { cluster } from './cluster.ts';

/** Options of the job `Trouble`. */
const troubleOptions: { readonly [Trouble in ContractTrouble]: readonly string[] } = {
  'slow-sink': ['--rate', '1000', '--slow-sink', '20', '--branch', 'true', '--checkpoint', '5', '--log-every', '1000'],
  blocked: ['--parallelism', '2', '--block', '500', '--checkpoint', '5', '--log-every', '1000'],
  'expiring-checkpoints': [
    ...['--parallelism', '2', '--checkpoint', '5', '--checkpoint-timeout', '10', '--tolerate', '1000'],
    ...['--snapshot-sleep', '15'],
  ],
  'silent-source': ['--event-time', '3', '--silent-subtask', '1', '--parallelism', '2', '--rate', '50'],
  lag: ['--event-time', '3', '--lag', '500', '--rate', '50'],
};

/** Checks contracts in order on a session cluster of the real Kubernetes cluster. The demo has the same contracts. */
export function checkOnCluster(
  name: string,
  { clusterId, env = {} }: { readonly clusterId: string; readonly env?: { [name: string]: string } },
  contracts: readonly Contract[],
): void {
  const namespace = 'default';
  describe(name, () => {
    let kubernetes: KubernetesApi;
    let connection: Connection;
    const submitTrouble = (...options: readonly string[]) => cluster.submit([clusterId, 'Trouble', ...options], env);
    const submit = () => submitTrouble('--checkpoint', '2');
    const sharedJob = shareJob(submit);
    const sharedFailingJob = shareJob(() => submitTrouble('--fail-every', '100', '--checkpoint', '2'));

    before(async () => {
      kubernetes = await cluster.connect();
      connection = await connectSession(kubernetes, { clusterId, namespace }, new AbortController().signal);
    });
    after(async () => {
      await connection?.close();
      await kubernetes?.close();
    });

    for (const { name: contractName, check } of contracts) {
      test(contractName, () =>
        check({
          kubernetes,
          flink: connection.flink,
          clusterId,
          namespace,
          submit,
          sharedJob: () => sharedJob(connection.flink),
          submitFailing: () => submitTrouble('--fail-every', '100'),
          sharedFailingJob: () => sharedFailingJob(connection.flink),
          submitTrouble: (trouble) => submitTrouble(...troubleOptions[trouble]),
        }),
      );
    }
  });
}

import { clusterPods, nameOf } from '../../commands/cluster/cluster-objects.ts';
import type { ClusterNameKind } from '../../commands/record/command.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import { inJobOrder } from '../../flink/job-order.ts';
import { roleOf } from '../../flink/names.ts';
import type { Connection } from '../../session/session.ts';
import { createServices } from '../run/services.ts';

/** A completion candidate from the cluster. */
export type ClusterName = {
  /** A pod or logger name, or the id of a job. */
  readonly name: string;
  readonly summary: string;
  readonly jobName?: string;
};

type ReadNames = (connection: Connection, signal: AbortSignal) => Promise<readonly ClusterName[]>;

const readers: { readonly [Kind in ClusterNameKind]: ReadNames } = {
  job: async ({ flink }, signal) => {
    const live = (await flink.jobs(signal)).filter(({ state }) => !hasEnded(state)).toSorted(inJobOrder);
    return live.map(({ id, name, state }) => ({ name: id, summary: `${name} ${state}`, jobName: name }));
  },
  pod: async (connection, signal) => {
    const pods = await clusterPods(connection, signal);
    return pods.map((pod) => ({
      name: nameOf(pod),
      summary: [roleOf(pod.metadata?.labels), pod.status?.phase].filter((part) => part !== undefined).join(' '),
    }));
  },
  logger: async (connection, signal) => {
    const { listLevels } = await import('../../commands/log-level/list-levels.ts');
    const { loggers } = await listLevels(createServices('subcommand', connection), undefined, signal);
    return loggers.map(({ name, level }) => ({ name, summary: level ?? '' }));
  },
};

/** Returns the running jobs, the pods or the loggers of a cluster. Closes the connection. */
export async function clusterNames(
  kind: ClusterNameKind,
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly ClusterName[]> {
  try {
    return await readers[kind](connection, signal);
  } finally {
    await connection.close();
  }
}

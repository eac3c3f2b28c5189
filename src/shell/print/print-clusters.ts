import type { Rendering } from '../../commands/record/command.ts';
import { exitCodes } from '../../commands/record/command-error.ts';
import { renderResult } from '../../commands/record/output-format.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { type FoundClusters, findClusters } from '../../session/attach/find-clusters.ts';
import { clusterStatus } from '../../session/cluster/cluster-status.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatTable } from '../../text/table.ts';
import { utcTime } from '../../text/utc-time.ts';
import type { RunOptions } from '../program/run-options.ts';
import { writeText } from './write.ts';

/** Prints the Flink clusters of one namespace, or of all namespaces that the user may list. */
export async function printClusters(
  kubernetes: KubernetesApi,
  namespace: string | undefined,
  { streams, format, signal }: RunOptions,
): Promise<number> {
  const clusters = await findClusters(kubernetes, { namespace }, signal);
  if (clusters.narrowedTo !== undefined) {
    await writeText(
      streams.stderr,
      `Not allowed to list all namespaces: showing clusters in namespace ${clusters.narrowedTo}`,
    );
  }
  await writeText(streams.stdout, await renderResult(renderingOf(namespace), clusters, format), signal);
  return exitCodes.success;
}

const renderingOf = (namespace: string | undefined): Rendering<FoundClusters> => ({
  text: (clusters, { wide, now }) => {
    if (clusters.length === 0) {
      return namespace === undefined
        ? 'No Flink clusters found'
        : `No Flink clusters found in namespace ${namespace} (use -A for all namespaces)`;
    }
    const header = [
      'NAMESPACE',
      'CLUSTER-ID',
      'MODE',
      'FLINK',
      'JOBMANAGERS',
      'STATUS',
      'AGE',
      ...(wide ? ['OWNER', 'IMAGE'] : []),
    ];
    const rows = clusters.map(({ owner, image, ...cluster }) => [
      cluster.namespace,
      cluster.clusterId,
      cluster.mode,
      cluster.flinkVersion ?? '-',
      `${cluster.readyReplicas}/${cluster.replicas} ready`,
      clusterStatus(cluster, now),
      formatDuration(now - cluster.createdAt),
      ...(wide ? [owner === undefined ? '-' : `${owner.kind}/${owner.name}`, image ?? '-'] : []),
    ]);
    return formatTable(header, rows);
  },
  json: (clusters) =>
    clusters.map(({ createdAt, beingDeletedSince, owner, image, flinkVersion, ...cluster }) => ({
      ...cluster,
      createdAt: utcTime(createdAt),
      beingDeletedSince: beingDeletedSince === undefined ? null : utcTime(beingDeletedSince),
      owner: owner ?? null,
      image: image ?? null,
      flinkVersion: flinkVersion ?? null,
    })),
  names: (clusters) =>
    clusters.map((cluster) =>
      namespace === undefined ? `${cluster.namespace}/${cluster.clusterId}` : cluster.clusterId,
    ),
});

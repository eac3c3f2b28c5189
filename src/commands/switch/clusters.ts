import { switchCommand } from './switch-command.ts';

export const clusters = switchCommand({
  name: 'clusters',
  list: 'clusters',
  summary: 'Switch to another cluster',
  description:
    'Open the cluster picker with the status and jobs of each cluster. With CLUSTER, attach to this cluster of the ' +
    "context. The logs, forwards and watches of the attached cluster end; the forwards can be kept open. flink-tui's " +
    'subcommand of this name prints the clusters instead.',
  examples: ['clusters', 'clusters my-second-cluster', 'clusters analytics/nightly-reports'],
  argument: { name: 'CLUSTER', kind: 'cluster', summary: 'Cluster-id, or NAMESPACE/CLUSTER-ID' },
  instead: 'Run flink-tui clusters to list clusters, and flink-tui attach ID to attach to another one',
});

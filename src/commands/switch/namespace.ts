import { switchCommand } from './switch-command.ts';

export const namespace = switchCommand({
  name: 'namespace',
  aliases: ['ns'],
  list: 'namespaces',
  summary: 'Switch to a cluster in another namespace',
  description:
    'Open the cluster picker with the namespaces of the context. With NAMESPACE, show the clusters of this namespace.',
  examples: ['namespace', 'namespace analytics'],
  argument: { name: 'NAMESPACE', kind: 'namespace', summary: 'Name of the namespace' },
  instead: 'Start flink-tui with -n NAMESPACE',
});

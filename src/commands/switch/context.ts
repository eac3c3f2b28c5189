import { switchCommand } from './switch-command.ts';

export const context = switchCommand({
  name: 'context',
  aliases: ['ctx'],
  list: 'contexts',
  summary: 'Switch to a cluster of another context of the kubeconfig',
  description:
    'Open the cluster picker with the contexts of the kubeconfig. With CONTEXT, show the clusters of this context. ' +
    'The kubeconfig is not changed.',
  examples: ['context', 'context production'],
  argument: { name: 'CONTEXT', kind: 'context', summary: 'Name of the context' },
  instead: 'Start flink-tui with --context CONTEXT',
});

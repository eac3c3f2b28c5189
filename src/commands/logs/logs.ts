import { resources } from '../../kubernetes/resource.ts';
import { command } from '../record/command.ts';
import { describeFailures } from './describe-failures.ts';
import { logOptions } from './log-options.ts';
import type { LogsPlan, LogsResult } from './logs-plan.ts';

export const logs = command<LogsPlan, LogsResult>({
  name: 'logs',
  summary: 'print the logs of pods',
  description:
    "Prints the log of one pod as it is, byte for byte; of several pods, or of all if none is named, with the pod's name " +
    "before each line and in the order of the kubelet's times. A pod is named by its name, or by the end or the beginning " +
    'of it: taskmanager-1-2.\n\n' +
    'With -f it goes on over restarts of a container and lost connections, without a line twice, says where lines may ' +
    'be missing, and takes the TaskManagers to come in if no pod is named.\n\n' +
    'Filters take whole events: a stack trace comes with the line that it belongs to. All that are given must hold.\n\n' +
    'JSON: an object a line for each event, with at (of the kubelet), pod, container, level, logger, thread, message, ' +
    'stack (a list of lines) and job (the id, if the event tells it); what is not there is null. YAML: one list of the same.',
  group: 'logs',
  examples: [
    'logs -f',
    'logs taskmanager-1-1 --since 10m --level WARN',
    "logs --grep '/checkpoint \\d+/' --exclude '/completed|triggering/'",
    'logs --job 7d4f --level ERROR -o json',
    'logs my-first-flink-cluster-6d8c7b-x2x9z --previous',
  ],
  needs: 'read',
  arguments: [{ name: 'POD', kind: 'pod', required: false, many: true, summary: 'all pods if none is named' }],
  options: logOptions,
  keys: [
    {
      key: 'L',
      pane: 'pods',
      hint: 'logs',
      help: 'show the logs of the pod',
      subject: 'pod',
      options: { follow: true },
    },
  ],
  rules: [{ verb: 'get', resource: resources.pods, subresource: 'log' }],
  // On the screen it is the logs pane, which has what was read of pods that are gone, and during an outage.
  available: () => true,
  async plan(services, input, signal) {
    const { planLogs } = await import('./plan-logs.ts');
    return planLogs(services, input, signal);
  },
  async *run(services, plan, signal) {
    const { runLogs } = await import('./run-logs.ts');
    return yield* runLogs(services, plan, signal);
  },
  render: {
    text: () => '',
    // The events were the result, one by one.
    json: () => undefined,
    names: ({ pods }) => pods,
  },
  failure: describeFailures,
  onScreen: { instead: (screen, input) => screen.showLogs(input) },
});

import { resources } from '../../kubernetes/resource.ts';
import { command } from '../record/command.ts';
import { describeFailures } from './describe-failures.ts';
import { logOptions } from './log-options.ts';
import type { LogsPlan, LogsResult } from './logs-plan.ts';

export const logs = command<LogsPlan, LogsResult>({
  name: 'logs',
  summary: 'Print the logs of pods',
  description:
    'Print the log of one pod unchanged, or the merged logs of several pods. Merged lines are in the order of the ' +
    "kubelet's timestamps. Each line starts with its pod name. Without POD, print the logs of all pods. POD is a pod name, or a " +
    'unique suffix or prefix of one, such as taskmanager-1-2.\n\n' +
    'With -f, follow the logs across container restarts and lost connections, without duplicate lines. Gap markers show ' +
    'where lines may be missing. Without POD, also follow new pods.\n\n' +
    'A log event is a log line with its stack trace. Filters apply to whole events, and an event must match all filters. ' +
    '--level never hides lines without a level. PATTERN is text, /REGEX/ or ~REGEX. A leading ! inverts it. PATTERN is ' +
    'case-sensitive if it contains a capital letter.\n\n' +
    "JSON: one object per log event, each on its own line. Fields: at (the kubelet's timestamp), pod, container, level, " +
    'logger, thread, message, stack (array of lines) and job (id). Missing values are null. YAML: one list of these ' +
    'objects.',
  group: 'logs',
  examples: [
    'logs -f',
    'logs taskmanager-1-1 --since 10m --level WARN',
    "logs --grep '/checkpoint \\d+/' --exclude '/triggering/'",
    'logs --job 7d4f --level ERROR -o json',
    'logs my-cluster-6d8c7b-x2x9z --previous',
  ],
  needs: 'read',
  arguments: [
    {
      name: 'POD',
      kind: 'pod',
      required: false,
      many: true,
      summary: 'Pod name, or a unique suffix or prefix (default: all pods)',
    },
  ],
  options: logOptions,
  keys: [
    {
      key: 'L',
      pane: 'pods',
      hint: 'logs',
      help: 'Show the logs of the pod',
      subject: 'pod',
      options: { follow: true },
    },
  ],
  rules: [{ verb: 'get', resource: resources.pods, subresource: 'log' }],
  // The logs pane also works during an outage and keeps lines of deleted pods.
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
    // The events were printed as progress.
    json: () => undefined,
    names: ({ pods }) => pods,
  },
  failure: describeFailures,
  onScreen: { override: (screen, input) => screen.showLogs(input) },
});

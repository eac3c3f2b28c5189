import { resources } from '../../kubernetes/resource.ts';
import { checkApiServerReachable } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';
import { numberOption } from '../record/shared-options.ts';

type MemoryPlan = Plan & { readonly pods: readonly string[]; readonly watchMs: number };
type Shown = { readonly text: string; readonly data: unknown; readonly names: readonly string[] };

export const memory = command<MemoryPlan, Shown>({
  name: 'memory',
  summary: 'Show the memory of TaskManagers and the JobManager',
  description:
    'Show how much memory the pods use, and what for: the container usage and its limit, heap, metaspace, direct and ' +
    'managed memory, and memory that the JVM does not explain. The pods nearest to a limit are first. With POD, show ' +
    "Flink's memory model of the pod too. A pod that has ended is shown as it was last seen, if a journal was " +
    'written.\n\n' +
    'The container usage is read from metrics.k8s.io (metrics-server). Without it, only the numbers of the JVM are ' +
    'shown. The growth needs samples over 90 s: those of --watch-for, or those of the journal.\n\n' +
    'JSON: an object with containerUsage (state: served, not served, denied or failed, and reason) and pods. A pod has ' +
    'name, uid, role, at, limit, usage, growthPerMinute, fullInSeconds, heapUsed, heapMax, metaspaceUsed, metaspaceMax, ' +
    'directUsed, networkUsed, managedUsed, managedTotal, unexplained, gcMsPerSecond, metaspacePerJob, jobs, risks and end ' +
    '(how and at). Sizes are bytes.',
  group: 'cluster',
  examples: ['memory', 'memory taskmanager-1-1', 'memory --watch-for 2m'],
  needs: 'read',
  arguments: [{ name: 'POD', kind: 'pod', required: false, many: true, summary: 'Defaults to all pods' }],
  options: [
    {
      name: 'watch-for',
      value: 'DURATION',
      kind: 'duration',
      summary: 'How long to watch the growth first, at least 90s: 2m',
    },
  ],
  keys: [],
  rules: [{ verb: 'list', resource: resources.podMetrics }],
  available: checkApiServerReachable,
  plan: async (_services, input) =>
    readOnlyPlan('Show memory', { pods: input.arguments, watchMs: numberOption(input, 'watch-for') ?? 0 }),
  run: runWithoutProgress(async (services, { pods, watchMs }, signal) => {
    // Loaded on demand: other commands do not need it.
    const { showMemory } = await import('./show-memory.ts');
    return showMemory(services, pods, watchMs, signal);
  }),
  render: { text: ({ text }) => text, json: ({ data }) => data, names: ({ names }) => names },
  onScreen: {
    // The page shows all pods or one.
    when: ({ arguments: pods }) => pods.length < 2,
    override: (screen, input) => screen.showMemory(input),
  },
});

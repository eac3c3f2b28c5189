import { jobArgumentHelp } from '../job/job-selector.ts';
import { vertexSelectorHelp } from '../job/vertex-selector.ts';
import { checkFlinkReachable } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { formatOf } from '../record/output-format.ts';
import { readOnlyPlan } from '../record/plan/read-only-plan.ts';
import type { MetricsOutput, MetricsRequest } from './metrics-request.ts';
import { searchOnScreen } from './search-on-screen.ts';

type MetricsPlan = Plan & { readonly request: MetricsRequest; readonly output: MetricsOutput };
type ShownMetrics = {
  readonly lines: readonly string[];
  readonly data: unknown;
  readonly names: readonly string[];
};

export const metrics = command<MetricsPlan, ShownMetrics>({
  name: 'metrics',
  summary: 'Show metrics of a job, a TaskManager or the JobManager',
  description:
    'Show the metrics of a job and its vertices. --taskmanager or --jobmanager replaces JOB. PATTERN is a glob or fuzzy ' +
    'text that matches the id or the vertex, best match first. All patterns must match.\n\n' +
    'Metrics of a vertex are aggregated over its subtasks, unless --subtask chooses one. Flink has new values every 10 s. ' +
    'n/a is a value that is not a number, or that Flink has not measured.\n\n' +
    'On the screen, metrics opens the tab Metrics of the job, which draws charts.\n\n' +
    'JSON: a list of objects with owner (kind, name, and if known vertexId and subtask, from 1), id, unit, kind (counter, ' +
    'gauge or text), value, and min, avg, max and sum of aggregated ones. Missing values are null. With --watch-for, one ' +
    'object per sample and line, with at.',
  group: 'jobs',
  examples: [
    "metrics orders 'numRecordsIn*'",
    'metrics orders busy --vertex 2 --subtask 3 --watch-for 1m',
    'metrics --jobmanager heap used -o json',
  ],
  needs: 'read',
  arguments: [
    {
      name: 'JOB',
      kind: 'job',
      required: false,
      requiredUnless: ['taskmanager', 'jobmanager'],
      many: false,
      summary: jobArgumentHelp,
    },
    { name: 'PATTERN', kind: 'metric', required: false, many: true, summary: 'Fuzzy text or glob' },
  ],
  options: [
    { name: 'vertex', value: 'VERTEX', summary: `Only this vertex: ${vertexSelectorHelp}` },
    { name: 'subtask', value: 'N', kind: 'count', summary: 'Only this subtask of the vertex, from 1' },
    { name: 'taskmanager', value: 'POD', kind: 'pod', summary: 'Metrics of a TaskManager' },
    { name: 'jobmanager', summary: 'Metrics of the JobManager' },
    { name: 'list', summary: 'Show only the ids' },
    { name: 'watch-for', value: 'DURATION', kind: 'duration', summary: 'Print samples for this time' },
    { name: 'interval', value: 'DURATION', kind: 'duration', summary: 'Time between samples, default 10s' },
  ],
  keys: [],
  rules: [],
  available: checkFlinkReachable,
  plan: async (_services, input) => {
    // Loaded on demand: other commands do not need it.
    const { readRequest } = await import('./metrics-request.ts');
    const format = formatOf(input);
    const output = format === 'name' ? 'names' : format === 'json' || format === 'yaml' ? 'data' : 'lines';
    return readOnlyPlan('Show metrics', { request: readRequest(input), output } as const);
  },
  run: async function* (services, { request, output }, signal) {
    const { runMetrics } = await import('./run-metrics.ts');
    return yield* runMetrics(services, request, output, signal);
  },
  render: { text: ({ lines }) => lines.join('\n'), json: ({ data }) => data, names: ({ names }) => names },
  onScreen: { override: (screen, input) => screen.showJob('metrics', searchOnScreen(input)) },
});

import { jobArgumentHelp } from '../job/job-selector.ts';
import { vertexSelectorHelp } from '../job/vertex-selector.ts';
import { checkFlinkReachable } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';
import type { SubtasksResult } from './read-subtasks.ts';

type SubtasksPlan = Plan & { readonly job: string; readonly vertex: string | undefined };
type ShownSubtasks = {
  readonly result: SubtasksResult;
  readonly lines: readonly string[];
  readonly data: unknown;
};

export const subtasks = command<SubtasksPlan, ShownSubtasks>({
  name: 'subtasks',
  summary: 'Show the subtasks of a vertex',
  description:
    'Show the subtasks of a vertex of a job: pod, status, load, records and bytes, and whether one subtask gets more ' +
    'records than the others. On the screen, the tab Subtasks opens, and VERTEX may be missing: the vertex that a finding ' +
    'names, or the busiest one, is shown.\n\n' +
    "BUSY, BACK-PRESSURED and IDLE are Flink's averages of the last minute. Until Flink has them, they are averages since " +
    'the start of the attempt. Records and bytes are totals of the current attempt. Flink counts attempts from 0, as in ' +
    'the names of threads: map (1/2)#0. What Flink has not measured is -.\n\n' +
    'JSON: an object with job (id, name), vertex (id, name, parallelism), measured (gauge: the last minute, since start, ' +
    'or null), skew (subtask, share of all records, timesAverage, records (in or out), isSkewed; null if unknown) and ' +
    'subtasks with subtask (from 1), pod, attempt, status, startedAt, endedAt, busy, backPressured and idle (0 to 1), ' +
    'recordsIn, recordsOut, bytesIn, bytesOut, recordsInPerSecond and recordsOutPerSecond (since the start). What is not ' +
    'measured is null.',
  group: 'jobs',
  examples: ['subtasks orders 2', 'subtasks orders "Sink: warehouse"', 'subtasks 7d4f enrich -o json'],
  needs: 'read',
  arguments: [
    { name: 'JOB', kind: 'job', required: true, many: false, summary: jobArgumentHelp },
    { name: 'VERTEX', kind: 'vertex', required: false, many: false, summary: `Vertex ${vertexSelectorHelp}` },
  ],
  options: [],
  keys: [],
  rules: [],
  available: checkFlinkReachable,
  plan: async (_services, { arguments: [job = '', vertex] }) => readOnlyPlan('Show the subtasks', { job, vertex }),
  run: runWithoutProgress(async (services, { job, vertex }, signal) => {
    // Loaded on demand: other commands do not need the texts.
    const [{ readSubtasks }, { subtaskData, subtaskLines }] = await Promise.all([
      import('./read-subtasks.ts'),
      import('./show-subtasks.ts'),
    ]);
    const result = await readSubtasks(services, job, vertex, signal);
    return { result, lines: [...subtaskLines(result)], data: subtaskData(result) };
  }),
  render: {
    text: ({ lines }) => lines.join('\n'),
    json: ({ data }) => data,
    names: ({ result }) => [...new Set(result.subtasks.flatMap(({ pod }) => pod ?? []))],
  },
  onScreen: { override: (screen, input) => screen.showJob('subtasks', input) },
});

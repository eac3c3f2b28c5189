import { jobArgumentHelp } from '../job/job-selector.ts';
import { vertexSelectorHelp } from '../job/vertex-selector.ts';
import { checkFlinkReachable } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';
import { numberOption } from '../record/shared-options.ts';

type EventTimePlan = Plan & {
  readonly job: string;
  readonly vertex: string | undefined;
  readonly watchMs: number;
};
type ShownEventTime = {
  readonly lines: readonly string[];
  readonly data: unknown;
  readonly names: readonly string[];
};

export const eventTime = command<EventTimePlan, ShownEventTime>({
  name: 'event-time',
  summary: 'Show the watermarks of a job and the lag of its sources',
  description:
    'Show the watermark of each vertex of a job, how far it is behind, and who holds it back: the vertex, subtask and ' +
    'operator. Show the pending records of the sources, whether they grow, and when they are worked off. With VERTEX, ' +
    'also show the subtasks of the vertex. On the screen, the tab Event time opens.\n\n' +
    'One reading cannot show growth: --watch-for takes a reading every 10 s. What Flink or the connector does not report ' +
    'is -.\n\n' +
    'JSON: an object with job, usesEventTime, verdict, at, watermark, lagMs, heldBackBy, vertices and subtasks. A watermark ' +
    'is an object with state (none, time, ended) and at; null if it is not reported. heldBackBy has vertex, subtask (from ' +
    '1), pod, operator, split, emitsNothing. A vertex has id, name, watermark, lagMs, slowest, fastest, heldBackBy, ' +
    'pendingRecords, growthPerSecond, growthUnknown (the reason), catchUp (in, never, steady) with catchUpSeconds, ' +
    'recordsLagMax, idleMs, driftMs and recordsPerSecond. A subtask has subtask (from 1), pod, input, output, lagMs, ' +
    'recordsPerSecond, pendingRecords, idleMs, operators and splits. Times are ISO 8601 in UTC, and unknown values are null.',
  group: 'jobs',
  examples: ['event-time orders', 'event-time orders 1', 'event-time 7d4f --watch-for 1m -o json'],
  needs: 'read',
  arguments: [
    { name: 'JOB', kind: 'job', required: true, many: false, summary: jobArgumentHelp },
    { name: 'VERTEX', kind: 'vertex', required: false, many: false, summary: `Vertex ${vertexSelectorHelp}` },
  ],
  options: [
    { name: 'watch-for', value: 'DURATION', kind: 'duration', summary: 'How long to watch the growth: 30s, 5m' },
  ],
  keys: [],
  rules: [],
  available: checkFlinkReachable,
  plan: async (_services, input) =>
    readOnlyPlan('Show the event time', {
      job: input.arguments[0] ?? '',
      vertex: input.arguments[1],
      watchMs: numberOption(input, 'watch-for') ?? 0,
    }),
  run: runWithoutProgress(async (services, { job, vertex, watchMs }, signal) => {
    // Loaded on demand: other commands do not need it.
    const [{ readEventTime }, { eventTimeLines }, { eventTimeData }] = await Promise.all([
      import('./read-event-time.ts'),
      import('./show-event-time.ts'),
      import('./event-time-data.ts'),
    ]);
    const result = await readEventTime(services, { job, vertex, watchMs }, signal);
    const names = result.eventTime.vertices.map((known) => known.vertex.id);
    return { lines: [...eventTimeLines(result)], data: eventTimeData(result), names };
  }),
  render: { text: ({ lines }) => lines.join('\n'), json: ({ data }) => data, names: ({ names }) => names },
  onScreen: { override: (screen, input) => screen.showJob('event-time', input) },
});

import { jobArgumentHelp } from '../job/job-selector.ts';
import { checkFlinkReachable } from '../record/availability.ts';
import { command, type Input, type Plan } from '../record/command.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';
import { readCheckpointId } from './read-checkpoint-id.ts';

type CheckpointsPlan = Plan & { readonly job: string; readonly id: number | undefined };
type CheckpointsResult = {
  readonly lines: readonly string[];
  readonly data: unknown;
  readonly names: readonly string[];
};

export const checkpoints = command<CheckpointsPlan, CheckpointsResult>({
  name: 'checkpoints',
  summary: 'Show the checkpoints of a job, or the parts of one checkpoint',
  description:
    'List the checkpoints and savepoints of a job, newest first, with counts, settings and trends: whether the size and ' +
    'the duration grow, and how long no checkpoint has completed. Flink keeps the last ten. Older ones are from the ' +
    'journal, if the screen or record watches the cluster, and so are those of a job that Flink no longer knows.\n\n' +
    'With ID, show one checkpoint: the subtasks that have not acknowledged it, the slowest subtasks by phase (start delay, ' +
    'alignment, sync, async) with their pods, and the vertices. The subtasks of at most five vertices are read: those that ' +
    'have not acknowledged, then the slowest.\n\n' +
    'On the screen, checkpoints opens the tab of the job.\n\n' +
    'JSON: an object with job, enabled, counts, restoredFrom, config, trend, checkpoints (newest first), notes and lastSeen as of job. With ID: ' +
    'job, the fields of the checkpoint, timeoutMs, acknowledged, subtasks, vertices, unacknowledged, slowestSubtasks ' +
    '(startDelayMs, alignmentMs, syncMs, asyncMs, phase) and notes. Subtasks count from 1. Sizes are bytes, times are ISO ' +
    '8601 in UTC, and unknown values are null.',
  group: 'jobs',
  examples: ['checkpoints orders', 'checkpoints orders 42', 'checkpoints 7d4f -o json'],
  needs: 'read',
  arguments: [
    { name: 'JOB', kind: 'job', required: true, many: false, summary: jobArgumentHelp },
    { name: 'ID', kind: 'checkpoint', required: false, many: false, summary: 'Number of the checkpoint' },
  ],
  options: [],
  keys: [],
  rules: [],
  available: checkFlinkReachable,
  plan: async (_services, input) => readOnlyPlan('Show the checkpoints', readArguments(input)),
  run: runWithoutProgress(async (services, { job, id }, signal) => {
    // Loaded on demand: other commands do not need it.
    const { showCheckpoint, showCheckpoints } = await import('./show-checkpoints.ts');
    return id === undefined ? showCheckpoints(services, job, signal) : showCheckpoint(services, job, id, signal);
  }),
  render: { text: ({ lines }) => lines.join('\n'), json: ({ data }) => data, names: ({ names }) => names },
  onScreen: {
    override: (screen, input) => {
      readArguments(input);
      screen.showJob('checkpoints', input);
    },
  },
});

function readArguments({ arguments: [job = '', id] }: Input) {
  return { job, id: id === undefined ? undefined : readCheckpointId(id) };
}

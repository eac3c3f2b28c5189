import { profilerModes } from '../../flink/thread-responses.ts';
import { maxDumps, minIntervalMs } from '../../session/threads/sample-threads.ts';
import { jobArgumentHelp } from '../job/job-selector.ts';
import { vertexSelectorHelp } from '../job/vertex-selector.ts';
import { checkFlinkReachable } from '../record/availability.ts';
import { command, type Plan, type Progress } from '../record/command.ts';
import { readOnlyPlan } from '../record/plan/read-only-plan.ts';
import { flameGraphTypes, type ThreadsRequest, type ThreadsResult } from './threads-types.ts';

const textOptions = ['count', 'interval', 'all', 'jobmanager', 'flame-graph', 'type', 'profiler', 'duration', 'to'];

type ThreadsPlan = Plan & { readonly request: ThreadsRequest };

export const threads = command<ThreadsPlan, ThreadsResult>({
  name: 'threads',
  summary: 'Show what the threads of a subtask do',
  description:
    `Take ${maxDumps} thread dumps of the TaskManager of a subtask in ${(maxDumps * minIntervalMs) / 1000} s, and show ` +
    'where its threads were: the innermost method in the code of the job, or what Flink did. Without SUBTASK, the busiest ' +
    'subtask is taken; without VERTEX, that of all vertices. Flink needs no configuration for this. A dump pauses the JVM ' +
    'of the TaskManager for some milliseconds.\n\n' +
    "With --flame-graph, Flink's own samples are printed as a tree (rest.flamegraph.enabled). With --profiler, Flink's " +
    'profiler runs on the TaskManager, which costs CPU time, and its HTML page is saved (rest.profiling.enabled). Both ' +
    'options are off by default in Flink, and a change requires a restart of the JobManager.\n\n' +
    'JSON: an object with job, vertex, subtask (from 1), attempt, pod, dumps, samples, isAmbiguous (several tasks have ' +
    'this name), verdict, rows and helpers. A row has share (percent), samples, kind (user, waiting or other), what, ' +
    'method, states, lockOwners and stacks (samples, state, waitingOn, lockOwner and frames, the innermost first). With ' +
    '--jobmanager, job to pod are null. With --all: pod and threads (name, state, waitingOn, lockOwner, frames). With ' +
    '--flame-graph: job, vertex, subtask (null for all), type, sampledAt and root (name, value and children). With ' +
    '--profiler: job, vertex, subtask, pod, mode, durationMs, file and bytes.',
  group: 'jobs',
  examples: [
    'threads orders',
    'threads orders 2 1 -o json',
    'threads orders enrich --flame-graph --type on-cpu',
    'threads orders 2 1 --profiler cpu --to profile.html',
    'threads --jobmanager',
  ],
  needs: 'read',
  arguments: [
    {
      name: 'JOB',
      kind: 'job',
      required: false,
      requiredUnless: ['jobmanager'],
      many: false,
      summary: jobArgumentHelp,
    },
    { name: 'VERTEX', kind: 'vertex', required: false, many: false, summary: `Vertex ${vertexSelectorHelp}` },
    { name: 'SUBTASK', kind: 'subtask', required: false, many: false, summary: 'Number of the subtask from 1' },
  ],
  options: [
    { name: 'count', value: 'N', kind: 'count', summary: `Number of thread dumps (default and maximum ${maxDumps})` },
    {
      name: 'interval',
      value: 'DURATION',
      kind: 'duration',
      summary: `Time between thread dumps (default and minimum ${minIntervalMs}ms)`,
    },
    { name: 'all', summary: 'List all threads of the TaskManager once, by state' },
    { name: 'jobmanager', summary: 'Show the main threads of the JobManager instead' },
    { name: 'flame-graph', summary: "Print Flink's flame graph of the vertex, or of the subtask, as a tree" },
    {
      name: 'type',
      value: 'TYPE',
      choices: Object.keys(flameGraphTypes),
      summary: 'Threads in the flame graph: all, running ones, or waiting ones (default full)',
    },
    {
      name: 'profiler',
      value: 'MODE',
      choices: profilerModes.map((mode) => mode.toLowerCase()),
      summary: "Run Flink's profiler on the TaskManager",
    },
    {
      name: 'duration',
      value: 'DURATION',
      kind: 'duration',
      summary: 'How long the profiler runs (default 30s, at most 300s)',
    },
    { name: 'to', value: 'FILE', summary: 'New file for the result of the profiler' },
  ],
  keys: [],
  rules: [],
  available: checkFlinkReachable,
  plan: async (_services, input) => {
    const { readThreadsRequest } = await import('./read-threads-request.ts');
    return readOnlyPlan('Show what the threads do', { request: readThreadsRequest(input) });
  },
  run: async function* (services, { request }, signal): AsyncGenerator<Progress, ThreadsResult, void> {
    // Loaded on demand: other commands do not need it.
    const { runThreads } = await import('./run-threads.ts');
    return yield* runThreads(services, request, signal);
  },
  render: {
    text: ({ lines }) => lines.join('\n'),
    json: ({ data }) => data,
    names: ({ names }) => names,
  },
  onScreen: {
    // The tab shows the usual profile of a job. The results of all options are texts.
    when: ({ arguments: [job], options }) =>
      job !== undefined && textOptions.every((name) => options[name] === undefined),
    override: (screen, input) => screen.showJob('threads', input),
  },
});

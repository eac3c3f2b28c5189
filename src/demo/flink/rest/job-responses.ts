import { type Failure, isTerminal, type Job, jobStates, type Vertex } from '../jobs/job.ts';
import { stackTrace } from '../logs/stack-trace.ts';
import { isFlink1 } from '../settings.ts';
import { fetchMetrics } from './metric-store.ts';
import type { RestContext } from './route.ts';
import { taskCounts, vertexDetail } from './vertex-responses.ts';

const wholeMs = (at: number | undefined, fallback: number): number => (at === undefined ? fallback : Math.floor(at));

/** Returns the job's vertices; empty before Flink has created the execution graph. */
const knownVertices = (job: Job): readonly Vertex[] => (job.state === 'INITIALIZING' ? [] : job.vertices);

function times(job: Job, now: number) {
  return {
    'start-time': Math.floor(job.startedAt),
    'end-time': wholeMs(job.endedAt, -1),
    duration: Math.floor((job.endedAt ?? now) - job.startedAt),
  };
}

export function jobOverview(job: Job, { settings, clock }: RestContext) {
  const counts = taskCounts(knownVertices(job), job.spec.parallelism);
  const total = knownVertices(job).length * job.spec.parallelism;
  const lowerCase = Object.fromEntries(Object.entries(counts).map(([state, count]) => [state.toLowerCase(), count]));
  const scheduler = job.state === 'INITIALIZING' ? null : 'Default';
  return {
    jid: job.id,
    name: job.spec.name,
    ...(!isFlink1(settings) && { jobType: job.spec.type, schedulerType: scheduler }),
    ...times(job, clock.now()),
    state: job.state,
    'last-modification': Math.floor(job.changedAt),
    tasks: { ...lowerCase, total },
    ...(!isFlink1(settings) && { 'pending-operators': 0 }),
  };
}

export function jobDetail(job: Job, context: RestContext) {
  const { settings, clock } = context;
  const now = clock.now();
  fetchMetrics(context);
  const vertices = knownVertices(job);
  const timestamps = jobStates.map((state) => [state, wholeMs(job.timestamps[state], 0)]);
  return {
    jid: job.id,
    ...(!isFlink1(settings) && { 'application-id': job.id }),
    name: job.spec.name,
    isStoppable: false,
    state: job.state,
    'job-type': job.spec.type,
    ...(!isFlink1(settings) && { schedulerType: 'Default' }),
    ...times(job, now),
    maxParallelism: -1,
    now: Math.floor(now),
    timestamps: Object.fromEntries(timestamps),
    vertices: vertices.map((vertex) => vertexDetail(job, vertex, context)),
    'status-counts': taskCounts(vertices, 1),
    plan: jobPlan(job),
    ...(!isFlink1(settings) && { 'stream-graph': null, 'pending-operators': 0 }),
  };
}

/** Descriptions are HTML, because Flink's Web UI renders them. */
export function jobPlan(job: Job) {
  const nodes = job.vertices.map(({ id, name, inputs }) => {
    return {
      id,
      parallelism: job.spec.parallelism,
      operator: '',
      operator_strategy: '',
      description: name
        .split(' -> ')
        .map((operator, depth) => `${depth === 0 ? '' : '+- '}${operator}<br/>`)
        .join(''),
      ...(inputs.length > 0 && {
        inputs: inputs.map((input, num) => ({
          num,
          id: input,
          ship_strategy: 'HASH',
          exchange: 'pipelined_bounded',
        })),
      }),
      optimizer_properties: {},
    };
  });
  return { jid: job.id, name: job.spec.name, type: job.spec.type, nodes: nodes.reverse() };
}

export function jobConfig(job: Job, { settings }: RestContext) {
  return {
    jid: job.id,
    name: job.spec.name,
    'execution-config': {
      ...(isFlink1(settings) && { 'execution-mode': 'PIPELINED' }),
      'restart-strategy': 'Cluster level default restart strategy',
      'job-parallelism': job.spec.parallelism,
      'object-reuse-mode': false,
      'user-config': {},
    },
  };
}

/** Flink 1.x also has the endpoint under the name `location`. Fields without a value are missing. */
function failureResponse({ at, thrown, taskName, allocation }: Failure, hasLegacyFields: boolean) {
  const endpoint = allocation && `${allocation.ip}:${allocation.dataPort}`;
  return {
    exceptionName: thrown.className,
    stacktrace: `${stackTrace(thrown).join('\n')}\n`,
    timestamp: Math.floor(at),
    failureLabels: {},
    taskName,
    ...(hasLegacyFields && { location: endpoint }),
    endpoint,
    taskManagerId: allocation?.taskManager,
  };
}

export function jobExceptions(job: Job, { settings, query }: RestContext) {
  const limit = Number(query.get('maxExceptions') ?? 20);
  const hasLegacyFields = isFlink1(settings);
  const entries = job.failures.slice(0, limit).map((failure) => ({
    ...failureResponse(failure, hasLegacyFields),
    concurrentExceptions: failure.concurrent.map((other) => failureResponse(other, hasLegacyFields)),
  }));
  const truncated = job.failures.length > limit;
  const [newest] = entries;
  return {
    ...(hasLegacyFields && {
      'root-exception': newest?.stacktrace ?? null,
      timestamp: newest?.timestamp ?? null,
      'all-exceptions': [],
      truncated: false,
    }),
    exceptionHistory: { entries, truncated },
  };
}

export function executionResult(job: Job, { settings }: RestContext) {
  if (!isTerminal(job) || job.endedAt === undefined) return { status: { id: 'IN_PROGRESS' } };
  const { id, spec, state, startedAt, endedAt } = job;
  return {
    status: { id: 'COMPLETED' },
    'job-execution-result': {
      id,
      ...(!isFlink1(settings) && { name: spec.name }),
      'application-status': state === 'FINISHED' ? 'SUCCEEDED' : state,
      'accumulator-results': {},
      'net-runtime': Math.floor(endedAt - startedAt),
      ...(!isFlink1(settings) && {
        'application-id': id,
        'start-time': Math.floor(startedAt),
        'end-time': Math.floor(endedAt),
      }),
    },
  };
}

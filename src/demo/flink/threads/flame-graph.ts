import type { JobManager } from '../job-manager.ts';
import type { Job, Vertex } from '../jobs/job.ts';
import { badParameter } from '../rest/rest-error.ts';
import type { RestContext } from '../rest/route.ts';
import { taskStack } from './task-stack.ts';

const samples = 100;
/** 100 samples with a delay of 50 ms. */
const samplingMs = 5000;
/** `rest.flamegraph.refresh-interval` */
const refreshMs = 60_000;
const types: readonly string[] = ['full', 'on_cpu', 'off_cpu'];

type Node = { readonly name: string; value: number; readonly children: Map<string, Node> };
/** When the sampling of a vertex was started, and the one before. */
type Started = { readonly at: number; readonly previous: number | undefined };
const started = new WeakMap<JobManager, Map<string, Started>>();

/** Returns the flame graph of a vertex. The first request starts the sampling, and gets no data. */
export function flameGraph(job: Job, vertex: Vertex, context: RestContext) {
  const { settings, clock, query, jobManager } = context;
  const type = (query.get('type') ?? 'full').toLowerCase();
  if (!types.includes(type)) throw badParameter('query', 'type', type);
  if (!settings.hasProfiling) return { endTimestamp: -2 };
  if (vertex.endedAt !== undefined) return { endTimestamp: -1 };
  const subtask = query.get('subtaskindex');
  const known = started.get(jobManager) ?? new Map<string, Started>();
  started.set(jobManager, known);
  const key = `${job.id}/${vertex.id}/${subtask ?? ''}`;
  let current = known.get(key);
  if (current === undefined || clock.elapsed(current.at) >= refreshMs) {
    current = { at: clock.now(), previous: current?.at };
    known.set(key, current);
  }
  const from = clock.elapsed(current.at) >= samplingMs ? current.at : current.previous;
  if (from === undefined) return { endTimestamp: -3 };
  const subtasks =
    subtask === null ? Array.from({ length: job.spec.parallelism }, (_, index) => index) : [Number(subtask)];
  const endTimestamp = Math.floor(from + clock.toEpochMs(samplingMs));
  return { endTimestamp, data: nodeJson(merge(job, vertex, subtasks, type)) };
}

function merge(job: Job, vertex: Vertex, subtasks: readonly number[], type: string): Node {
  const root: Node = { name: 'root', value: 0, children: new Map() };
  for (const subtask of subtasks) {
    for (let sample = 0; sample < samples; sample += 1) {
      const { state, frames } = taskStack(job, vertex, subtask, sample);
      const isOnCpu = state === 'RUNNABLE';
      if (type === 'full' || isOnCpu === (type === 'on_cpu')) add(root, frames);
    }
  }
  return root;
}

function add(root: Node, frames: readonly string[]): void {
  root.value += 1;
  let parent = root;
  for (const frame of frames.toReversed()) {
    const name = nameOf(frame);
    const child = parent.children.get(name) ?? { name, value: 0, children: new Map() };
    child.value += 1;
    parent.children.set(name, child);
    parent = child;
  }
}

/** `app//org.apache.flink.runtime.taskmanager.Task.run(Task.java:579)` becomes `org.….Task.run:579`. */
function nameOf(frame: string): string {
  const [, method = frame, line = '-2'] = /^(?:[\w.@-]*\/){0,2}(.+?)\((?:.*?:(\d+)|.*)\)$/.exec(frame) ?? [];
  return `${method.replace(/\$\$Lambda\$\d+\/0x[0-9a-f]+/, '$$$$Lambda$$0/0x0')}:${line}`;
}

const nodeJson = ({ name, value, children }: Node): object => ({
  name,
  value,
  children: [...children.values()].map(nodeJson),
});

import { setTimeout as pause } from 'node:timers/promises';
import type { FlameGraph, FlameNode } from '../../flink/thread-responses.ts';
import { calleesOf } from '../../session/threads/flame-tree.ts';
import { shortFlameName } from '../../session/threads/frame-names.ts';
import { printable } from '../../text/printable.ts';
import { isoTime, utcTime } from '../../text/utc-time.ts';
import type { Progress, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { findVertex } from './find-task.ts';
import { disabledError } from './profiling-off.ts';
import type { ThreadsResult } from './threads-types.ts';
import { flameGraphTypes, type ThreadsRequest } from './threads-types.ts';

type Request = ThreadsRequest & { readonly kind: 'flame graph' };

/** The samples take 5 s. */
const pollMs = 2000;
const waitMs = 60_000;

export async function* readFlameGraph(
  { connection: { flink } }: Services,
  request: Request,
  signal: AbortSignal,
): AsyncGenerator<Progress, ThreadsResult, void> {
  const { job, vertex } = await findVertex(flink, request, signal);
  const { type } = request;
  const subtask = request.subtask === undefined ? undefined : request.subtask - 1;
  const read = () => flink.flameGraph(job.id, vertex.id, { type, subtask }, signal);
  let graph = await read();
  const startedAt = performance.now();
  while (graph.state === 'waiting' && performance.now() - startedAt < waitMs) {
    yield { kind: 'step', text: `Flink samples the threads of ${printable(vertex.name)}` };
    await pause(pollMs, undefined, { signal });
    graph = await read();
  }
  const { root, sampledAt } = sampledOrThrow(graph);
  const of = request.subtask === undefined ? '' : ` (${request.subtask}/${vertex.parallelism})`;
  const choice = Object.entries(flameGraphTypes).find(([, known]) => known === type)?.[0] ?? type;
  return {
    lines: [
      `${printable(vertex.name)}${of} of ${printable(job.name)}, flame graph (${choice}) of ${utcTime(sampledAt)}`,
      ...(root.value === 0 ? ['No sample has a thread in these states'] : treeLines(root)),
    ],
    data: {
      job: { id: job.id, name: job.name },
      vertex: { id: vertex.id, name: vertex.name, parallelism: vertex.parallelism },
      subtask: request.subtask ?? null,
      type: choice,
      sampledAt: isoTime(sampledAt),
      root,
    },
    names: [],
  };
}

function sampledOrThrow(graph: FlameGraph): FlameGraph & { readonly state: 'sampled' } {
  if (graph.state === 'sampled') return graph;
  if (graph.state === 'disabled') throw disabledError("Flink's flame graph", 'rest.flamegraph.enabled');
  if (graph.state === 'terminated') throw new CommandError(exitCodes.failed, 'the vertex has ended');
  throw new CommandError(exitCodes.failed, `Flink has no samples after ${waitMs / 1000} s`, ['Try again in a minute']);
}

/** Each method below its caller, with its share of all samples: ` 95%   Store.fetch`. */
function* treeLines(root: FlameNode): Generator<string> {
  const lines = function* (node: FlameNode, depth: number): Generator<string> {
    const share = `${Math.round((node.value * 100) / root.value)}%`.padStart(4);
    yield `${share} ${' '.repeat(depth)}${printable(shortFlameName(node.name))}`;
    for (const child of calleesOf(node)) yield* lines(child, depth + 1);
  };
  for (const child of calleesOf(root)) yield* lines(child, 0);
}

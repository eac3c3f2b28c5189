import { maxDumps, minIntervalMs } from '../../../session/threads/sample-threads.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { indentedRows, type Part } from '../../draw/section-rows.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { SubtaskFacts } from '../subtasks/subtask-facts.ts';
import { type ProfilingOptions, profilingOptions } from './profiling-options.ts';

const seconds = (maxDumps * minIntervalMs) / 1000;

/** Says what `t` does to the subtask under the cursor, and what Flink could do instead. */
export function hintRows(state: ScreenState, selected: SubtaskFacts | undefined, width: number): readonly string[] {
  const options = profilingOptions(state);
  const parts: readonly Part[] = [
    { text: sampleText(selected, state.snapshot?.clusterId ?? '') },
    ...(options === undefined ? [] : optionTexts(options).map((text) => ({ text, token: 'muted' }) as const)),
  ];
  return parts.flatMap((part) => indentedRows(part, width, state.theme));
}

function sampleText(selected: SubtaskFacts | undefined, clusterId: string): string {
  const pod = selected?.subtask.pod;
  if (selected !== undefined && pod === undefined) {
    return `Subtask ${selected.number} is not deployed, so it has no threads. D says what is wrong.`;
  }
  const where = pod === undefined ? 'the TaskManager' : shortPodName(pod, clusterId);
  const who = selected === undefined ? 'a subtask' : `subtask ${selected.number}`;
  return `t takes ${maxDumps} thread dumps of ${where} in ${seconds} s and shows what ${who} does. Each pauses that JVM for some milliseconds.`;
}

function optionTexts({ hasFlameGraph, hasProfiler }: ProfilingOptions): readonly string[] {
  return [
    hasFlameGraph
      ? "f shows Flink's flame graph of the vertex."
      : "Flink's flame graph is off, and the thread dumps replace it. To turn it on, set rest.flamegraph.enabled: true in Flink's configuration and restart the JobManager.",
    ...(hasProfiler
      ? [
          "Flink's profiler is on. It costs CPU time, and its result is an HTML page: :threads JOB VERTEX SUBTASK --profiler cpu --duration 30s --to FILE",
        ]
      : []),
  ];
}

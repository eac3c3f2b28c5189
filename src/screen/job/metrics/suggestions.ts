import { jobOwner, type Metric } from '../../../session/metrics/metric.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { JobPage } from '../job-page.ts';
import { chosenVertex } from '../subtasks/chosen-vertex.ts';
import { taskManagersOfJob, vertexOwner } from './job-metrics.ts';

/** A useful chart, and why it is useful. */
export type Suggestion = { readonly metric: Metric; readonly why: string };

/** Returns up to four charts: the throughput and load of the vertex that matters most, checkpoints and heap. */
export function suggestionsOf(state: ScreenState, page: JobPage): readonly Suggestion[] {
  const { jobId } = page;
  const vertex = chosenVertex(state, page)?.vertex;
  const taskManagers = taskManagersOfJob(state, jobId);
  const ofVertex = vertex && { owner: vertexOwner(jobId, vertex), member: undefined };
  const records = vertex?.inputs.length === 0 ? 'numRecordsOutPerSecond' : 'numRecordsInPerSecond';
  return [
    ...(ofVertex === undefined
      ? []
      : [
          { metric: { ...ofVertex, id: records }, why: 'throughput' },
          { metric: { ...ofVertex, id: 'busyTimeMsPerSecond' }, why: 'load: 1000 ms/s is fully busy' },
        ]),
    {
      metric: { owner: jobOwner(jobId), id: 'lastCheckpointDuration', member: undefined },
      why: 'time of a checkpoint',
    },
    ...(taskManagers === undefined
      ? []
      : [{ metric: { owner: taskManagers, id: 'Status.JVM.Memory.Heap.Used', member: undefined }, why: 'used heap' }]),
  ];
}

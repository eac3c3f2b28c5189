import type { Job, Vertex } from '../jobs/job.ts';
import { isFlink1 } from '../settings.ts';
import type { RestContext } from './route.ts';

/** Groups the subtasks of a vertex by TaskManager. Each slot of the job runs one subtask. */
export function vertexTaskManagers(job: Job, vertex: Vertex, { settings, clock }: RestContext) {
  const now = Math.floor(clock.now());
  const byTaskManager = Map.groupBy(job.slots, ({ taskManager }) => taskManager);
  return {
    id: vertex.id,
    name: vertex.name,
    now,
    taskmanagers: [...byTaskManager].map(([id, slots]) => {
      const endpoint = `${slots[0]?.ip}:${slots[0]?.dataPort}`;
      const startedAt = vertex.startedAt === undefined ? -1 : Math.floor(vertex.startedAt);
      return {
        ...(isFlink1(settings) && { host: endpoint }),
        endpoint,
        status: vertex.state,
        'start-time': startedAt,
        'end-time': vertex.endedAt === undefined ? -1 : Math.floor(vertex.endedAt),
        duration: startedAt === -1 ? -1 : now - startedAt,
        'status-counts': { [vertex.state]: slots.length },
        'taskmanager-id': id,
      };
    }),
  };
}

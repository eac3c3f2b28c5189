import type { Allocation } from '../jobs/job.ts';
import { isFree, type TaskManager } from './task-manager.ts';

export type SlotRequest = {
  readonly jobId: string;
  readonly count: number;
  /** True if the nodes have no room for the TaskManagers of the request. Other free slots do not serve it. */
  readonly isUnschedulable: boolean;
  readonly onReady: (slots: readonly Allocation[]) => void;
};

/** Requests of jobs that wait for slots. */
export type SlotRequests = {
  readonly add: (request: SlotRequest) => void;
  readonly remove: (jobId: string) => void;
  /** Serves requests in order. A job waits until all requested slots are available. */
  readonly serve: () => void;
  /** Returns the number of slots that waiting requests need, and that TaskManagers could serve. */
  readonly wanted: () => number;
  /** Returns the number of wanted slots that TaskManagers do not have yet. */
  readonly missing: () => number;
};

export function createSlotRequests(taskManagers: ReadonlyMap<string, TaskManager>): SlotRequests {
  let requests: SlotRequest[] = [];

  const freeSlotCount = () =>
    [...taskManagers.values()].reduce((sum, { slots }) => sum + slots.filter(isFree).length, 0);
  const servable = () => requests.filter(({ isUnschedulable }) => !isUnschedulable);

  const wanted = () => servable().reduce((sum, { count }) => sum + count, 0);

  function serve(): void {
    for (let [first] = servable(); first && first.count <= freeSlotCount(); [first] = servable()) {
      const served = first;
      requests = requests.filter((request) => request !== served);
      served.onReady(allocate(served));
    }
  }

  function allocate({ jobId, count }: SlotRequest): readonly Allocation[] {
    const allocations: Allocation[] = [];
    for (const taskManager of taskManagers.values()) {
      const { id, ip, dataPort, console } = taskManager;
      for (const slot of taskManager.slots) {
        if (allocations.length === count) return allocations;
        if (!isFree(slot)) continue;
        slot.jobId = jobId;
        taskManager.idleSince = undefined;
        allocations.push({ allocationId: slot.allocationId, taskManager: id, ip, dataPort, console });
      }
    }
    return allocations;
  }

  return {
    add: (request) => requests.push(request),
    remove: (jobId) => {
      requests = requests.filter((request) => request.jobId !== jobId);
    },
    serve,
    wanted,
    missing: () => wanted() - freeSlotCount(),
  };
}

import type { KubernetesEvent, Pod } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { createEventPicker } from '../../session/cluster/session-events.ts';
import { inParallel } from '../../session/in-parallel.ts';
import { usageStateOf } from '../../session/memory/container-usage.ts';
import { listUsages } from '../../session/memory/watch-container-usage.ts';
import { taskReadings } from '../../session/pods/detail/pod-tasks.ts';
import { readOnce } from '../../session/readings/read-once.ts';
import type { Reading } from '../../session/readings/reading.ts';
import { serverNow } from '../../session/server-now.ts';
import type { PodRow, SessionEvent, SessionSnapshot } from '../../session/snapshot.ts';
import { selectPods } from '../pods/pod-selector.ts';
import type { Services } from '../record/command.ts';
import { readSnapshot } from '../record/read-snapshot.ts';
import { resultOrError } from '../record/result-or-error.ts';

export type ReadPod = {
  readonly row: PodRow;
  readonly pod: Pod | undefined;
  readonly snapshot: SessionSnapshot;
  /** The reason why the events are unknown. */
  readonly eventsError: Error | undefined;
  /** Epoch ms by the API server's clock. */
  readonly now: number;
};

/** Reads everything that is known about one pod. */
export async function readPod(services: Services, selector: string, signal: AbortSignal): Promise<ReadPod> {
  const { connection } = services;
  const { snapshot, errors } = await readSnapshot(services, signal);
  if (errors.pods !== undefined) throw errors.pods;
  const pods = snapshot.pods ?? [];
  const [name = ''] = selectPods([...new Set(pods.map((pod) => pod.name))], [selector]);
  const row = pods.find((pod) => pod.name === name);
  if (row === undefined) throw new Error(`no pod ${name}`);
  const [events, usages, readings] = await Promise.all([
    resultOrError(listEvents(services, name, signal), signal),
    resultOrError(listUsages(connection.kubernetes, connection.target, signal), signal),
    readTasks(services, snapshot, row, signal),
  ]);
  const usage = usages instanceof Error ? usageStateOf(usages) : ({ state: 'served' } as const);
  return {
    row,
    pod: snapshot.podObjects.get(row.uid),
    snapshot: {
      ...snapshot,
      readings,
      events: events instanceof Error ? [] : events,
      memory: { ...snapshot.memory, usage, ...(!(usages instanceof Error) && { usages }) },
    },
    eventsError: events instanceof Error ? events : undefined,
    now: serverNow(connection, services.now()),
  };
}

async function listEvents(
  { connection: { kubernetes, target } }: Services,
  name: string,
  signal: AbortSignal,
): Promise<readonly SessionEvent[]> {
  const fieldSelector = `involvedObject.kind=Pod,involvedObject.name=${name}`;
  const { namespace, clusterId } = target;
  const events = await kubernetes.list<KubernetesEvent>(
    { resource: resources.events, namespace, fieldSelector },
    signal,
  );
  return createEventPicker(clusterId)(events);
}

/** Reads which jobs and subtasks run on a TaskManager. The subtasks can be asked for once the jobs are known. */
async function readTasks(
  { connection: { flink } }: Services,
  snapshot: SessionSnapshot,
  { name, taskManager }: PodRow,
  signal: AbortSignal,
): Promise<SessionSnapshot['readings']> {
  const readings = new Map(snapshot.readings);
  if (taskManager === undefined) return readings;
  const read = async (wanted: readonly Reading<unknown>[]) => {
    const missing = wanted.filter(({ key }) => !readings.has(key));
    const found = await inParallel(missing, (reading) => readOnce(reading, flink, signal));
    for (const [index, { key }] of missing.entries()) {
      const state = found[index];
      if (state !== undefined) readings.set(key, state);
    }
  };
  // The jobs, their vertices, then the subtasks.
  await read(taskReadings({ ...snapshot, readings }, name));
  await read(taskReadings({ ...snapshot, readings }, name));
  await read(taskReadings({ ...snapshot, readings }, name));
  return readings;
}

import { mainContainer } from '../../flink/names.ts';
import type { TaskManager } from '../../flink/responses.ts';
import type { Pod } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatTable } from '../../text/table.ts';
import { utcTime } from '../../text/utc-time.ts';
import { checkApiServerReachable } from '../record/availability.ts';
import { command, type Plan, type Services } from '../record/command.ts';
import { describeError } from '../record/describe-error.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';
import { readSnapshot } from '../record/read-snapshot.ts';
import { hasNoOptions } from '../record/shared-options.ts';

type Row = PodRow & { readonly image: string | undefined; readonly ready: string };
type PodsResult = {
  readonly pods: readonly Row[];
  /** Columns that could not be read, one line each with the reason. */
  readonly notes: readonly string[];
};

export const pods = command<Plan, PodsResult>({
  name: 'pods',
  summary: 'List JobManager and TaskManager pods',
  description:
    'List the JobManager and TaskManager pods of the session cluster with their status. -o wide adds the IP, slots, image ' +
    'and the reason for the status. Flink starts TaskManagers for a job and releases idle TaskManagers. On the ' +
    'screen, pods without options goes to the pods pane.\n\n' +
    'JSON: an array of pods with name, uid, role, status, reason, ready, restarts, createdAt, node, ip, image, slots and ' +
    'freeSlots. slots and freeSlots are null unless the TaskManager is registered.',
  group: 'cluster',
  examples: ['pods'],
  needs: 'read',
  arguments: [],
  options: [],
  keys: [],
  rules: [{ verb: 'list', resource: resources.pods }],
  available: checkApiServerReachable,
  plan: async () => readOnlyPlan('List pods', {}),
  run: runWithoutProgress(readPods),
  render: {
    text: ({ pods, notes }, { wide, now }) => {
      const header = ['NAME', 'ROLE', 'STATUS', 'READY', 'RESTARTS', 'AGE', 'NODE'];
      if (wide) header.push('IP', 'SLOTS', 'IMAGE', 'REASON');
      const rows = pods.map((pod) => cells(pod, wide, now));
      const table = pods.length === 0 ? 'No pods' : formatTable(header, rows);
      return [table, ...notes].join('\n');
    },
    json: ({ pods }) => pods.map(podData),
    names: ({ pods }) => pods.map(({ name }) => name),
  },
  onScreen: { when: hasNoOptions, override: (screen) => screen.showPane('pods'), needs: 'nothing' },
});

async function readPods(services: Services, _plan: Plan, signal: AbortSignal): Promise<PodsResult> {
  const { snapshot, pods, errors } = await readSnapshot(services, signal);
  if (errors.pods !== undefined) throw errors.pods;
  const byUid = new Map(pods.map((pod) => [pod.metadata?.uid, pod]));
  const note = (column: string, error: Error | undefined) =>
    error === undefined ? [] : [`${column} unknown: ${describeError(error).message}`];
  return {
    pods: (snapshot.pods ?? []).map((row) => ({ ...row, ...detailsOf(byUid.get(row.uid)) })),
    notes: [...note('Slots', errors.taskManagers), ...note('Leader', errors.configmaps)],
  };
}

function detailsOf(pod: Pod | undefined): Pick<Row, 'image' | 'ready'> {
  const containers = pod?.spec?.containers ?? [];
  const ready = pod?.status?.containerStatuses?.filter((container) => container.ready) ?? [];
  return {
    image: containers.find(({ name }) => name === mainContainer)?.image,
    ready: `${ready.length}/${containers.length}`,
  };
}

function cells(pod: Row, wide: boolean, now: number): string[] {
  const { name, role, status, ready, restarts, createdAt, node, ip, image, reason, taskManager } = pod;
  const narrow = [name, role, status, ready, String(restarts), formatDuration(now - createdAt), node ?? '-'];
  if (!wide) return narrow;
  const slots = taskManager === undefined ? '-' : slotsOf(taskManager);
  return [...narrow, ip ?? '-', slots, image ?? '-', reason];
}

function slotsOf({ slots, freeSlots }: TaskManager): string {
  return `${freeSlots}/${slots} free`;
}

function podData(pod: Row): unknown {
  const { name, uid, role, status, reason, ready, restarts, createdAt, node, ip, image, taskManager } = pod;
  return {
    name,
    uid,
    role,
    status,
    reason,
    ready,
    restarts,
    createdAt: utcTime(createdAt),
    node: node ?? null,
    ip: ip ?? null,
    image: image ?? null,
    slots: taskManager?.slots ?? null,
    freeSlots: taskManager?.freeSlots ?? null,
  };
}

import type { TaskManager } from '../../flink/answers.ts';
import { mainContainer } from '../../flink/names.ts';
import type { Pod } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatTable } from '../../text/table.ts';
import { utcTime } from '../../text/utc-time.ts';
import { kubernetesAnswers } from '../record/availability.ts';
import { command, type Plan, type Services } from '../record/command.ts';
import { describeError } from '../record/describe-error.ts';
import { readAtOnce, readPlan } from '../record/read-plan.ts';
import { readSnapshot } from '../record/read-snapshot.ts';

type Row = PodRow & { readonly image: string | undefined; readonly ready: string };
type PodsResult = {
  readonly pods: readonly Row[];
  /** What could not be read, a sentence each: the rows are right without it, and tell less. */
  readonly notes: readonly string[];
};

export const pods = command<Plan, PodsResult>({
  name: 'pods',
  summary: 'list the pods, JobManagers and TaskManagers',
  description:
    'Lists the JobManagers and TaskManagers of the session cluster, each with one word for how it stands; -o wide says ' +
    'why. TaskManagers come with a job and are released when idle.\n\n' +
    'JSON: an array of pods; createdAt is ISO 8601 in UTC, slots and freeSlots are null unless it is registered.',
  group: 'cluster',
  examples: ['pods'],
  needs: 'read',
  arguments: [],
  options: [],
  keys: [],
  rules: [{ verb: 'list', resource: resources.pods }],
  available: kubernetesAnswers,
  plan: async () => readPlan('list the pods', {}),
  run: readAtOnce(readPods),
  render: {
    text: ({ pods, notes }, { wide, now }) => {
      const header = ['NAME', 'ROLE', 'STATE', 'READY', 'RESTARTS', 'AGE', 'NODE'];
      if (wide) header.push('IP', 'SLOTS', 'IMAGE', 'WHY');
      const rows = pods.map((pod) => cells(pod, wide, now));
      const table = pods.length === 0 ? 'no pods' : formatTable(header, rows);
      return [table, ...notes].join('\n');
    },
    json: ({ pods }) => pods.map(podAsData),
    names: ({ pods }) => pods.map(({ name }) => name),
  },
});

async function readPods(services: Services, _plan: Plan, signal: AbortSignal): Promise<PodsResult> {
  const { snapshot, pods, problems } = await readSnapshot(services, signal);
  if (problems.pods !== undefined) throw problems.pods;
  const byUid = new Map(pods.map((pod) => [pod.metadata?.uid, pod]));
  const note = (what: string, problem: Error | undefined) =>
    problem === undefined ? [] : [`${what} not known: ${describeError(problem).message}`];
  return {
    pods: (snapshot.pods ?? []).map((row) => ({ ...row, ...detailsOf(byUid.get(row.uid)) })),
    notes: [...note('slots are', problems.taskManagers), ...note('the leader is', problems.configmaps)],
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
  const { name, role, status: word, ready, restarts, createdAt, node, ip, image, reason: why, taskManager } = pod;
  const narrow = [name, role, word, ready, String(restarts), formatDuration(now - createdAt), node ?? '-'];
  if (!wide) return narrow;
  const slots = taskManager === undefined ? '-' : slotsOf(taskManager);
  return [...narrow, ip ?? '-', slots, image ?? '-', why];
}

function slotsOf({ slots, freeSlots }: TaskManager): string {
  return `${freeSlots}/${slots} free`;
}

function podAsData(pod: Row): unknown {
  const { name, uid, role, status: word, reason: why, ready, restarts, createdAt, node, ip, image, taskManager } = pod;
  return {
    name,
    uid,
    role,
    state: word,
    why,
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

import type { PodPhase } from '../../../../src/session/journal/entry.ts';
import type { PodRow } from '../../../../src/session/snapshot.ts';
import { podRow } from '../../../support/session.ts';
import type { Model } from './model.ts';

type ModelPod = { row: PodRow; isRemoved: boolean };

const podEnds: ReadonlySet<PodPhase> = new Set(['released', 'OOM-killed', 'failed', 'deleted']);

const jobManagerStatuses: readonly Partial<PodRow>[] = [
  { status: 'leader' },
  { status: 'standby' },
  { status: 'starting', health: 'busy' },
];
const taskManagerStatuses: readonly Partial<PodRow>[] = [
  { status: 'pending', health: 'warning' },
  { status: 'pending', health: 'busy' },
  { status: 'starting', health: 'busy' },
  { status: 'running', health: 'busy' },
  { status: 'registered' },
  { status: 'registered' },
  { status: 'idle' },
  { status: 'never registered', health: 'error' },
  { status: 'stopping', health: 'busy' },
];

/** Pods that start, register and end, and the leading JobManager. */
export function createPodModel({ random, clock, seen, tick, newId }: Model) {
  const { below, chance, pick } = random;
  const pods: ModelPod[] = [];
  let leader: string | undefined;

  function changeLeader(): void {
    const running = pods.filter(({ row }) => row.role === 'jobmanager' && row.goneAt === undefined);
    leader = chance(0.3) || running.length === 0 ? undefined : pick(running).row.name;
  }

  function createPod(): void {
    const role = chance(0.3) ? 'jobmanager' : 'taskmanager';
    const name = newId(`demo-${role}-`);
    const row = podRow({ name, role, createdAt: tick(), status: 'starting', health: 'busy', reason: 'starting' });
    pods.push({ row, isRemoved: false });
  }

  function changePod(pod: ModelPod): void {
    const { row } = pod;
    const change = (part: Partial<PodRow>) => {
      pod.row = { ...row, health: 'ok', ...part, reason: `${part.status ?? row.status} at ${clock.now}` };
    };
    const exit = (exitCode: number, reason: string) => ({ exitCode, reason, at: tick() - below(3000) });
    const gone = () => tick() - clock.serverAheadMs;
    if (row.goneAt !== undefined) {
      pod.isRemoved ||= chance(0.1);
    } else if (row.status === 'OOM-killed' || row.status === 'failed') {
      if (row.role === 'jobmanager' && chance(0.5)) {
        change({ status: 'leader', restarts: row.restarts + 1 + below(2) });
      } else if (chance(0.5)) change({ status: row.status, health: 'error', goneAt: gone() });
    } else if (chance(0.1)) {
      const end = pick([
        { status: 'released', health: 'gone' },
        { status: 'deleted', health: 'gone' },
        { status: 'deleted', health: 'error' },
      ] as const);
      change({ ...end, goneAt: gone() });
      pod.isRemoved = chance(0.2);
    } else if (chance(0.15)) {
      const isOom = chance(0.5);
      const lastEnd = isOom ? exit(137, 'OOMKilled') : exit(239, 'Error');
      change({ status: isOom ? 'OOM-killed' : 'failed', health: 'error', lastEnd });
    } else if (chance(0.5)) {
      const statuses = row.role === 'jobmanager' ? jobManagerStatuses : taskManagerStatuses;
      change(pick(statuses));
    }
  }

  function show(): void {
    for (const { row, isRemoved } of pods) {
      const known = seen.pods.get(row.uid);
      if (known !== undefined && podEnds.has(known.phase)) continue;
      if (isRemoved) {
        if (known !== undefined) known.phase = 'deleted';
        continue;
      }
      const shown = known ?? { phase: 'created', restarts: undefined };
      seen.pods.set(row.uid, shown);
      shown.phase = phaseOf(row, shown.phase);
      if (row.restarts > 0) shown.restarts = row.restarts;
    }
    // The leader is read together with the pods.
    if (leader !== undefined || seen.leader !== undefined) seen.leader = { pod: leader };
  }

  function phaseOf({ status, health, role, goneAt }: PodRow, before: PodPhase): PodPhase {
    const isGone = goneAt !== undefined;
    switch (status) {
      case 'leader':
      case 'standby':
        return 'running';
      case 'registered':
      case 'idle':
      case 'never registered':
      case 'released':
        return status;
      case 'pending':
        return health === 'warning' ? 'not starting' : before;
      case 'starting':
        return before === 'registered' || before === 'idle' ? 'unregistered' : before;
      case 'OOM-killed':
      case 'failed':
        return role === 'taskmanager' || isGone ? status : before;
      case 'deleted':
        return health === 'error' || clock.now - clock.serverAheadMs - (goneAt ?? 0) > 12_000 ? 'deleted' : before;
      default:
        return before;
    }
  }

  return {
    change: () => {
      if (chance(0.3)) createPod();
      for (const pod of pods) if (!pod.isRemoved) changePod(pod);
      if (chance(0.2)) changeLeader();
    },
    show,
    rows: () => pods.filter(({ isRemoved }) => !isRemoved).map(({ row }) => row),
    leader: () => leader,
    removeEnded: () => {
      for (const pod of pods) pod.isRemoved ||= pod.row.goneAt !== undefined;
    },
  };
}

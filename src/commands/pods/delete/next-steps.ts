import { countOf } from '../../../text/count-of.ts';
import type { DeletionEffects } from './effects.ts';

/** Returns what Flink and Kubernetes do after the deletion, one sentence each. */
export function nextSteps(effects: DeletionEffects): readonly string[] {
  const { pods } = effects;
  const hasJobManager = pods.some(({ role }) => role === 'jobmanager');
  const hasTaskManager = pods.some(({ role }) => role === 'taskmanager');
  return [...(hasJobManager ? jobManagerSteps(effects) : []), ...(hasTaskManager ? taskManagerSteps(effects) : [])];
}

function jobManagerSteps({
  leader,
  standbys,
  snapshot: { highAvailability, mode },
}: DeletionEffects): readonly string[] {
  if (leader === undefined) return ['The Deployment starts a new standby JobManager. No job is affected'];
  if (!highAvailability) {
    return [
      mode === 'application'
        ? 'The Deployment starts a new JobManager, which runs the application again'
        : 'The Deployment starts a new JobManager without any job',
    ];
  }
  const [next] = standbys;
  const successor =
    next === undefined
      ? 'The Deployment starts a new JobManager, which becomes the leader'
      : `A standby JobManager takes over (${standbys.length === 1 ? next.name : countOf(standbys.length, 'candidate')}), and the Deployment starts a new one`;
  return [successor, 'The new leader recovers the jobs from their last checkpoint'];
}

function taskManagerSteps({ slots, leader }: DeletionEffects): readonly string[] {
  if (slots.used === 0) return ['Flink starts a new TaskManager when a job needs one'];
  if (leader !== undefined) return [];
  if (slots.freeElsewhere >= slots.used) {
    return [`Free slots on other TaskManagers (${slots.freeElsewhere}) replace ${lostSlots(slots.used)}`];
  }
  const free = slots.freeElsewhere === 0 ? 'no free slot' : `only ${countOf(slots.freeElsewhere, 'free slot')}`;
  return [`Flink requests a new TaskManager for ${lostSlots(slots.used)}: the others have ${free}`];
}

const lostSlots = (count: number): string => (count === 1 ? 'the lost slot' : `the ${count} lost slots`);
